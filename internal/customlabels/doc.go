// Package customlabels teaches a network that is there already the labels of
// its user: from a folder of pictures to one small file.
//
// The network is not changed. What it makes of a picture before its last layer,
// the embedding, is enough to tell apart much that its classes do not: one
// logistic regression a label on top of it is learned from few pictures, in
// seconds. The steps, in their order:
//
//	Scan       folder -> labels and their pictures
//	Embed      pictures -> embeddings; what cannot be read is listed
//	Train      embeddings -> a Set: weights and a threshold for each label, and how good they are
//	  unique     the same picture twice counts once; under two labels it is an error
//	  deal       five folds, alike in labels
//	  heldOut    for each strength of the regularization: scores of pictures that were not learned from
//	  evaluate   the figures, from those scores
//	  learn      the weights, from all pictures
//	Set        written to and read from a file; Confidences applies it
//
// Labels do not exclude one another: each is learned against all others and the
// pictures of the folder [Other], and a picture may get none.
//
// Nothing here is random, nor has it to do with the time: the same pictures give
// the same file, byte for byte, on the same kind of machine.
package customlabels
