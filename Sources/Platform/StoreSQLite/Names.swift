import Store

// GRDB has types of the same names; in this module the plain names mean ours.
typealias Database = Store.Database
typealias DatabaseError = Store.DatabaseError
typealias Row = Store.Row
typealias SQL = Store.SQL
