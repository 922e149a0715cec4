package sqlite

// ListQuery lets the test ask SQLite how it would run a query.
var ListQuery = listQuery

// LastQuery is how the newest attempts are asked for.
var LastQuery = lastQuery
