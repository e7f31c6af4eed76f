-- What keeps the file alive: backups and what came of them, a chained audit log, what is kept how long, small pictures.

-- The audit log as a chain: each line carries the SHA-256 of the line before it and of itself (src/audit/chain.ts).
-- audit_hash is that very function, given to the connection that migrates.
CREATE TABLE audit_log_chained (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  user_id INTEGER REFERENCES users (id),
  who TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
  ip TEXT NOT NULL DEFAULT '',
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
WITH RECURSIVE chain (id, hash) AS (
  SELECT id, audit_hash(NULL, id, at, user_id, who, act, subject, detail, ip)
    FROM audit_log WHERE id = (SELECT min(id) FROM audit_log)
  UNION ALL
  SELECT n.id, audit_hash(c.hash, n.id, n.at, n.user_id, n.who, n.act, n.subject, n.detail, n.ip)
    FROM chain c JOIN audit_log n ON n.id = (SELECT min(id) FROM audit_log WHERE id > c.id)
)
INSERT INTO audit_log_chained
  SELECT l.id, l.at, l.user_id, l.who, l.act, l.subject, l.detail, l.ip, c.hash
  FROM chain c JOIN audit_log l ON l.id = c.id ORDER BY l.id;
DROP TABLE audit_log;
ALTER TABLE audit_log_chained RENAME TO audit_log;
CREATE INDEX audit_log_user ON audit_log (user_id, id);
CREATE INDEX audit_log_at ON audit_log (at);
CREATE INDEX audit_log_act ON audit_log (act, at);

-- Where lines whose time is over were cut off the beginning of the chain: what is left starts with this hash.
CREATE TABLE audit_cuts (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  -- The last line that was taken away.
  through_id INTEGER NOT NULL,
  through_hash BLOB NOT NULL CHECK (length(through_hash) = 32),
  -- How many lines went.
  lines INTEGER NOT NULL
) STRICT;
CREATE TRIGGER audit_cuts_no_update BEFORE UPDATE ON audit_cuts
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_cuts_no_delete BEFORE DELETE ON audit_cuts
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_cuts_in_order BEFORE INSERT ON audit_cuts
WHEN EXISTS (SELECT 1 FROM audit_cuts WHERE id >= NEW.id OR through_id >= NEW.through_id)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- REPLACE deletes without asking a delete trigger: so no line ever takes the place of another.
CREATE TRIGGER audit_log_append BEFORE INSERT ON audit_log
WHEN NEW.id IS NOT (SELECT max(coalesce((SELECT max(id) FROM audit_log), 0),
                               coalesce((SELECT max(through_id) FROM audit_cuts), 0)) + 1)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
-- Only what was cut off on the record, and never what is younger than 190 days before the newest line.
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
WHEN OLD.id > coalesce((SELECT max(through_id) FROM audit_cuts), 0)
  OR OLD.at > (SELECT at FROM audit_log ORDER BY id DESC LIMIT 1) - 190 * 86400000
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

-- Every backup that was begun, folder by folder.
CREATE TABLE backups (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('hourly', 'nightly', 'manual', 'command')),
  folder TEXT NOT NULL,
  -- Its name in the folder.
  file TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  -- 1: whole and checked, under its name.
  ok INTEGER CHECK (ok IN (0, 1)),
  fault TEXT NOT NULL DEFAULT '',
  bytes INTEGER,
  encrypted INTEGER NOT NULL DEFAULT 0 CHECK (encrypted IN (0, 1)),
  -- Of the file as it lies in the folder, in hexadecimal.
  sha256 TEXT NOT NULL DEFAULT '',
  -- JSON: the rows of each table.
  counts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(counts)),
  -- The newest line of the audit log inside it.
  audit_id INTEGER,
  audit_hash BLOB,
  by_user INTEGER REFERENCES users (id),
  -- When it was taken away as too old, or found missing.
  removed_at INTEGER
) STRICT;
CREATE INDEX backups_standing ON backups (folder, ended_at) WHERE ok = 1 AND removed_at IS NULL;

-- Restore drills: a backup taken to pieces to see whether it could be lived on.
CREATE TABLE restore_drills (
  id INTEGER PRIMARY KEY,
  backup_id INTEGER REFERENCES backups (id),
  file TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  ok INTEGER CHECK (ok IN (0, 1)),
  fault TEXT NOT NULL DEFAULT '',
  -- JSON: what was looked at and what was found.
  steps TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(steps))
) STRICT;

-- Pictures scaled down, made when they are first asked for.
CREATE TABLE attachment_previews (
  attachment_id INTEGER PRIMARY KEY REFERENCES attachments (id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  bytes BLOB NOT NULL CHECK (length(bytes) <= 1048576)
) STRICT;

-- When the bytes of a file were taken away because its time was over; its name went too.
ALTER TABLE attachments ADD COLUMN removed_at INTEGER;

-- When the personal data of a closed case were masked.
ALTER TABLE cases ADD COLUMN masked_at INTEGER;
CREATE INDEX cases_to_mask ON cases (closed_at) WHERE closed_at IS NOT NULL AND masked_at IS NULL;

-- Figures of whole years, kept when what they were counted from is gone.
CREATE TABLE yearly_figures (
  year INTEGER NOT NULL,
  -- received, closed, messages_sent ...
  figure TEXT NOT NULL,
  -- What it is broken down by: '', kind:complaint, agency:12, medium:sms ...
  key TEXT NOT NULL DEFAULT '',
  value INTEGER NOT NULL,
  reckoned_at INTEGER NOT NULL,
  PRIMARY KEY (year, figure, key)
) STRICT, WITHOUT ROWID;

-- The event log stays append-only; the one thing that may change is the words of a case whose personal data are being
-- masked, in the transaction that sets masked_at, and never who did what and when.
DROP TRIGGER events_no_update;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
WHEN NEW.id IS NOT OLD.id OR NEW.case_id IS NOT OLD.case_id OR NEW.assignment_id IS NOT OLD.assignment_id
  OR NEW.at IS NOT OLD.at OR NEW.user_id IS NOT OLD.user_id OR NEW.who IS NOT OLD.who OR NEW.act IS NOT OLD.act
  OR NEW.from_status IS NOT OLD.from_status OR NEW.to_status IS NOT OLD.to_status
  OR NEW.form_key IS NOT OLD.form_key OR NEW.form_hash IS NOT OLD.form_hash
  OR (SELECT masked_at FROM cases WHERE id = OLD.case_id) IS NULL
BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
