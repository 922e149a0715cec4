package app

// FindAlmost is almost, for its test.
var FindAlmost = almost
