/** Raised with every change of the tables; a store with a higher number is left alone. */
export const schemaVersion = 1;

/**
 * Raw bytes and arrival time are the truth; the rest was read from the body and helps to find it again. Nothing decoded
 * is kept: a changed payload config decodes the past anew.
 */
export const schema = `
CREATE TABLE device (
  id INTEGER PRIMARY KEY,
  connection TEXT NOT NULL,
  name TEXT NOT NULL,
  count INTEGER NOT NULL,
  UNIQUE (connection, name)
) STRICT;
CREATE TABLE topic (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE message (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  device INTEGER NOT NULL,
  topic INTEGER NOT NULL,
  received INTEGER NOT NULL,
  sent INTEGER,
  flags INTEGER NOT NULL,
  session INTEGER NOT NULL,
  payload BLOB,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX message_by_device ON message (device, received);
CREATE TABLE session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  process INTEGER NOT NULL,
  last INTEGER NOT NULL,
  live INTEGER NOT NULL,
  rows INTEGER NOT NULL
) STRICT;
CREATE TABLE generation (number INTEGER NOT NULL) STRICT;
INSERT INTO generation VALUES (1);
PRAGMA user_version = ${schemaVersion};
`;
