-- The rules of handling: tasks, extension, supervision, appeal, suspension, merging, cards, service items, sealed identities.

-- Clocks gain kinds; SQLite cannot change a CHECK, so the table is made anew with the same rows and ids.
CREATE TABLE clocks_new (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  assignment_id INTEGER REFERENCES assignments (id),
  kind TEXT NOT NULL CHECK (kind IN ('accept', 'withdrawal', 'dispatch', 'sign', 'return', 'first_contact', 'reply',
    'callback', 'verify', 'supervision', 'review')),
  started_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  met_at INTEGER,
  stopped_at INTEGER,
  why TEXT NOT NULL
) STRICT;
INSERT INTO clocks_new SELECT id, case_id, assignment_id, kind, started_at, due_at, met_at, stopped_at, why FROM clocks;
DROP TABLE clocks;
ALTER TABLE clocks_new RENAME TO clocks;
CREATE INDEX clocks_case ON clocks (case_id);
CREATE INDEX clocks_open ON clocks (due_at) WHERE met_at IS NULL AND stopped_at IS NULL;

-- 便民服务事项 (Q-B3): who is responsible, who stands in, and the period where it differs from the kind's.
CREATE TABLE service_items (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (code <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  agency_id INTEGER NOT NULL REFERENCES agencies (id),
  fallback_id INTEGER REFERENCES agencies (id),
  category_id INTEGER REFERENCES categories (id),
  -- Working days; NULL: the period that the kind has for listed items.
  reply_days INTEGER CHECK (reply_days BETWEEN 1 AND 250),
  basis TEXT NOT NULL DEFAULT '',
  search_keys TEXT NOT NULL DEFAULT '',
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;
CREATE INDEX service_items_agency ON service_items (agency_id);
CREATE INDEX service_items_category ON service_items (category_id);

ALTER TABLE cases ADD COLUMN item_id INTEGER REFERENCES service_items (id);
-- The item's own period when it was chosen: a later change of the catalogue moves no limit of this case.
ALTER TABLE cases ADD COLUMN item_days INTEGER;
-- Not to be called before: after an attempt, or as the citizen asked.
ALTER TABLE cases ADD COLUMN call_after INTEGER;
ALTER TABLE cases ADD COLUMN merged_into INTEGER REFERENCES cases (id);
ALTER TABLE cases ADD COLUMN exempt INTEGER NOT NULL DEFAULT 0 CHECK (exempt IN (0, 1));
-- Whether a supervision order stands open, the worst card of an open clock, and how often it was pressed: beside the case for the queues.
ALTER TABLE cases ADD COLUMN supervised INTEGER NOT NULL DEFAULT 0 CHECK (supervised IN (0, 1));
ALTER TABLE cases ADD COLUMN pressed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN card TEXT CHECK (card IN ('yellow', 'red'));
CREATE INDEX cases_merged ON cases (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX cases_item ON cases (item_id, id) WHERE item_id IS NOT NULL;

ALTER TABLE assignments ADD COLUMN return_barred INTEGER NOT NULL DEFAULT 0 CHECK (return_barred IN (0, 1));
ALTER TABLE assignments ADD COLUMN pressed INTEGER NOT NULL DEFAULT 0;
-- An outside unit gets a letter instead of a page (Q-B5).
ALTER TABLE assignments ADD COLUMN letter_sent_at INTEGER;
ALTER TABLE assignments ADD COLUMN contained_at INTEGER;

ALTER TABLE agencies ADD COLUMN external INTEGER NOT NULL DEFAULT 0 CHECK (external IN (0, 1));
ALTER TABLE agencies ADD COLUMN email TEXT NOT NULL DEFAULT '';

ALTER TABLE replies ADD COLUMN review_on TEXT;
CREATE INDEX replies_to_publish ON replies (id) WHERE to_publish = 1;
-- Who signed the answer of an outside unit, as keyed in by the hotline.
ALTER TABLE replies ADD COLUMN keyed_from TEXT NOT NULL DEFAULT '';

ALTER TABLE callbacks ADD COLUMN after_service INTEGER NOT NULL DEFAULT 0 CHECK (after_service IN (0, 1));

-- A sealed identity (Q-A7): the row's own columns are empty, everything is in `sealed`; the key is outside this file.
-- `phone_mac` is a keyed hash, so that the history of a line is still found.
ALTER TABLE citizens ADD COLUMN sealed BLOB;
ALTER TABLE citizens ADD COLUMN phone_mac BLOB;
CREATE INDEX citizens_phone_mac ON citizens (phone_mac, case_id) WHERE phone_mac IS NOT NULL;
ALTER TABLE call_records ADD COLUMN sealed BLOB;

-- What somebody still has to do beside the case's own course, until it is on record that it was done.
CREATE TABLE tasks (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  assignment_id INTEGER REFERENCES assignments (id),
  kind TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('hotline', 'agency')),
  -- Whose it is, where it is one person's.
  user_id INTEGER REFERENCES users (id),
  what TEXT NOT NULL CHECK (what <> ''),
  created_at INTEGER NOT NULL,
  due_at INTEGER,
  done_at INTEGER,
  done_by INTEGER REFERENCES users (id),
  dropped_at INTEGER,
  result TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX tasks_case ON tasks (case_id);
CREATE INDEX tasks_open ON tasks (kind, due_at) WHERE done_at IS NULL AND dropped_at IS NULL;

-- 延期 (Q-D8).
CREATE TABLE extensions (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  assignment_id INTEGER NOT NULL REFERENCES assignments (id),
  days INTEGER NOT NULL CHECK (days > 0),
  reason TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('asked', 'agreed', 'granted', 'declined', 'refused')),
  asked_by INTEGER NOT NULL REFERENCES users (id),
  asked_at INTEGER NOT NULL,
  agreed_by INTEGER REFERENCES users (id),
  agreed_at INTEGER,
  judged_by INTEGER REFERENCES users (id),
  judged_at INTEGER,
  judgement TEXT NOT NULL DEFAULT '',
  told_at INTEGER,
  told_how TEXT NOT NULL DEFAULT '',
  CHECK (agreed_by IS NULL OR agreed_by <> asked_by)
) STRICT;
CREATE INDEX extensions_assignment ON extensions (assignment_id);
CREATE INDEX extensions_open ON extensions (status) WHERE status IN ('asked', 'agreed');

-- 督办 (Q-E4): numbered orders with their own limit and answer.
CREATE TABLE supervisions (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  agency_id INTEGER NOT NULL REFERENCES agencies (id),
  instrument TEXT NOT NULL,
  ground TEXT NOT NULL,
  requirement TEXT NOT NULL,
  days INTEGER NOT NULL CHECK (days > 0),
  round INTEGER NOT NULL DEFAULT 1,
  status TEXT NOT NULL CHECK (status IN ('issued', 'answered', 'released')),
  issued_by INTEGER REFERENCES users (id),
  issued_at INTEGER NOT NULL,
  due_at INTEGER,
  released_by INTEGER REFERENCES users (id),
  released_at INTEGER,
  release_note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX supervisions_case ON supervisions (case_id);
CREATE INDEX supervisions_status ON supervisions (status, id);

CREATE TABLE rectifications (
  id INTEGER PRIMARY KEY,
  supervision_id INTEGER NOT NULL REFERENCES supervisions (id),
  round INTEGER NOT NULL,
  text TEXT NOT NULL,
  by_user INTEGER NOT NULL REFERENCES users (id),
  at INTEGER NOT NULL,
  verdict TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX rectifications_supervision ON rectifications (supervision_id);

-- Numbers that are never skipped nor given twice, by series (督 of a year).
CREATE TABLE number_series (
  series TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- 申诉 and 不计入考核 (X-E1): asked, taken up by one supervisor, decided by another.
CREATE TABLE appeals (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  reason TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('asked', 'proposed', 'granted', 'refused')),
  asked_by INTEGER NOT NULL REFERENCES users (id),
  asked_at INTEGER NOT NULL,
  proposed_by INTEGER REFERENCES users (id),
  proposed_at INTEGER,
  decided_by INTEGER REFERENCES users (id),
  decided_at INTEGER,
  decision TEXT NOT NULL DEFAULT '',
  CHECK (status <> 'granted' OR (decided_by <> asked_by AND decided_by <> proposed_by))
) STRICT;
CREATE INDEX appeals_case ON appeals (case_id);
CREATE INDEX appeals_open ON appeals (status) WHERE status IN ('asked', 'proposed');

-- 挂账 (X-E1): where the case stood, why it cannot be solved now, when it is looked at again.
CREATE TABLE suspensions (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  from_status TEXT NOT NULL,
  reason TEXT NOT NULL,
  review_on TEXT NOT NULL CHECK (review_on GLOB '????-??-??'),
  started_at INTEGER NOT NULL,
  started_by INTEGER NOT NULL REFERENCES users (id),
  ended_at INTEGER
) STRICT;
CREATE INDEX suspensions_case ON suspensions (case_id);

-- Repeated and related cases that stay apart.
CREATE TABLE case_links (
  case_id INTEGER NOT NULL REFERENCES cases (id),
  other_id INTEGER NOT NULL REFERENCES cases (id),
  why TEXT NOT NULL DEFAULT '',
  linked_by INTEGER NOT NULL REFERENCES users (id),
  linked_at INTEGER NOT NULL,
  PRIMARY KEY (case_id, other_id),
  CHECK (case_id < other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_links_other ON case_links (other_id);

-- 黄牌 and 红牌 (X-E1), each given once for a clock and its due time.
CREATE TABLE cards (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  assignment_id INTEGER REFERENCES assignments (id),
  clock_id INTEGER NOT NULL REFERENCES clocks (id),
  colour TEXT NOT NULL CHECK (colour IN ('yellow', 'red')),
  due_at INTEGER NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (clock_id, colour, due_at)
) STRICT;
CREATE INDEX cards_case ON cards (case_id);

-- 抽查 (Q-E3): a closed case looked at again by phone, visit or on the spot.
CREATE TABLE spot_checks (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  at INTEGER NOT NULL,
  by_user INTEGER NOT NULL REFERENCES users (id),
  method TEXT NOT NULL CHECK (method IN ('phone', 'visit', 'on_site')),
  satisfaction TEXT CHECK (satisfaction IN ('very_satisfied', 'satisfied', 'basically', 'dissatisfied', 'very_dissatisfied')),
  finding TEXT NOT NULL
) STRICT;
CREATE INDEX spot_checks_case ON spot_checks (case_id);
