-- The catalogue: the only truth. Vectors in Chroma and words in tantivy are copies that can be rebuilt from it.
-- A version is live when its document points to it; every other version is staged or dead, and is swept.

CREATE TABLE meta (
    name TEXT PRIMARY KEY, -- catalogue, generation, embedding, dimensions
    value TEXT NOT NULL
) STRICT;

CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL UNIQUE, -- absolute path
    file TEXT NOT NULL,
    live INTEGER -- versions.id; NULL: nothing was committed yet, or the document was deleted
) STRICT;

CREATE INDEX documents_by_version ON documents (live);

CREATE TABLE versions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id TEXT NOT NULL,
    sha256 TEXT NOT NULL, -- of the original file, kept as files/<sha256>
    recipe TEXT NOT NULL, -- the rules and settings it was read with
    media_type TEXT NOT NULL,
    text TEXT NOT NULL,
    pages TEXT NOT NULL, -- JSON
    profile TEXT NOT NULL, -- JSON
    warnings TEXT NOT NULL, -- JSON
    published TEXT, -- ISO date of the document itself
    ingested_at TEXT NOT NULL
) STRICT;

CREATE TABLE passages (
    version INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, -- position from 0, also in the vectors
    id TEXT NOT NULL,
    voice TEXT NOT NULL,
    force_id TEXT,
    finding_kind TEXT,
    finding_number TEXT,
    finding_label TEXT,
    inspection_id TEXT,
    due TEXT,
    passage TEXT NOT NULL, -- JSON, whole
    PRIMARY KEY (version, ordinal)
) STRICT;
CREATE INDEX passages_by_id ON passages (id, version, ordinal); -- covers: rows are long
CREATE INDEX passages_by_force ON passages (force_id, version);

CREATE TABLE vectors (
    version INTEGER PRIMARY KEY,
    rows BLOB NOT NULL -- float32, little-endian, one row of length 1 for each passage, by ordinal
) STRICT;

CREATE TABLE places ( -- since schema 2; a version without pages that are displayed has no row
    version INTEGER PRIMARY KEY,
    words BLOB NOT NULL -- where each word is printed (index/places.py)
) STRICT;

CREATE TABLE findings (
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    inspection_id TEXT,
    due TEXT,
    finding TEXT NOT NULL -- JSON
) STRICT;
CREATE INDEX findings_by_version ON findings (version);

CREATE TABLE facts (
    version INTEGER NOT NULL,
    label TEXT NOT NULL,
    value TEXT NOT NULL, -- as written; empty: the field is blank
    fact TEXT NOT NULL -- JSON
) STRICT;
CREATE INDEX facts_by_version ON facts (version);

CREATE TABLE refusals (
    path TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL,
    recipe TEXT NOT NULL,
    code TEXT NOT NULL,
    reason TEXT NOT NULL,
    refused_at TEXT NOT NULL
) STRICT;

CREATE VIEW live_passages AS
    SELECT passages.*, documents.id AS document_id
    FROM documents JOIN passages ON passages.version = documents.live;
