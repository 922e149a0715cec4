// Package agreement compares what two recognizers, A and B, said of the same
// pictures. It knows nothing of where the labels come from.
//
// [Compare] looks at one picture, a [Tally] adds pictures up. Shares are in
// percent; a share of nothing is nil.
package agreement
