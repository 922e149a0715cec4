// Package taxonomy turns what models find into labels that read like a good
// tagger's: the thing, everything that it is a kind of, and how sure that is.
//
// A [Tree] describes concepts, whatever model says them: their direct parents,
// categories and other names. [Builtin] is the one in the program, curated by
// hand in the files of concepts/; [Tree.Add] brings in the classes of a user's
// own model, and [Tree.Override] changes it as a user's file says. A list of
// classes ([ClassList], [ParseClasses]) says which concept each output of a
// model means.
//
// A [Taxonomy] is made of a tree and the classes of the models in use, and
// knows those concepts only. The confidence of a concept is the sum of the
// probabilities of the classes under it, so that a picture of an unsure breed
// still says Dog and Animal with high confidence; where classes do not exclude
// one another (sigmoid) and for objects it is the highest. A concept may be a
// class and an ancestor at once ("Pole" is a class, and a flagpole is one): the
// two are one label then. Labels of the user's own stand beside the classes, each
// with a threshold; one that is called as a class is one label with it, as sure
// as the surer of the two.
//
// Nothing here changes once it is made; all may be used by many goroutines.
package taxonomy
