-- Rows in memory as a table (store/db_given.h): what SQLite is told of its columns.
--
-- Who writes many of them, or many rows at all, says OR ROLLBACK: after a failure only a rollback is
-- left (store/db.h). Otherwise SQLite keeps a copy of each page that a statement changes, to take
-- back that statement alone: where keys come in no order, almost a page for each row.

-- name: given.table
CREATE TABLE given (
    c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16,
    c17, c18, c19, c20, c21, c22, c23, c24, c25, c26, c27, c28, c29, c30, c31, c32
);
