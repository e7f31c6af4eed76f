-- The case belongs to the hotline. Ids follow the time of receipt (seconds * 1000 + n), also on import,
-- so that ORDER BY id is ORDER BY received_at.
CREATE TABLE cases (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL CHECK (status IN ('received', 'rejected', 'answered', 'accepted', 'dispatched', 'replied',
    'callback', 'verifying', 'closed', 'archived', 'withdrawn', 'merged', 'suspended')),
  kind TEXT NOT NULL,
  channel TEXT NOT NULL,
  headline TEXT NOT NULL CHECK (headline <> ''),
  text TEXT NOT NULL,
  category_id INTEGER REFERENCES categories (id),
  area_id INTEGER REFERENCES areas (id),
  place TEXT NOT NULL DEFAULT '',
  urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1)),
  emergency INTEGER NOT NULL DEFAULT 0 CHECK (emergency IN (0, 1)),
  confidential INTEGER NOT NULL DEFAULT 0 CHECK (confidential IN (0, 1)),
  anonymous INTEGER NOT NULL DEFAULT 0 CHECK (anonymous IN (0, 1)),
  first_operator INTEGER REFERENCES users (id),
  lead_agency_id INTEGER REFERENCES agencies (id),
  round INTEGER NOT NULL DEFAULT 0,
  outcome TEXT,
  answer TEXT,
  rejection_reason TEXT,
  received_at INTEGER NOT NULL,
  received_day TEXT NOT NULL,
  received_month TEXT NOT NULL,
  closed_at INTEGER,
  -- The nearest open clock, kept beside its case so that a queue is one index walk.
  next_clock TEXT,
  next_due_at INTEGER,
  -- Place in a queue, urgent first, then nearest due; NULL when nothing more is to be done.
  queue_rank INTEGER,
  last_event_at INTEGER NOT NULL,
  last_act TEXT NOT NULL,
  -- The intake form this case came from: a re-sent form finds it again instead of making a second case.
  intake_key TEXT UNIQUE,
  -- Where an imported case came from, and its number there.
  source TEXT,
  source_number TEXT
) STRICT;
CREATE INDEX cases_queue ON cases (status, queue_rank, id);
CREATE INDEX cases_status ON cases (status, id);
CREATE INDEX cases_open ON cases (queue_rank, id) WHERE queue_rank IS NOT NULL;
CREATE INDEX cases_open_by_agency ON cases (status, lead_agency_id, next_due_at, queue_rank) WHERE queue_rank IS NOT NULL;
CREATE INDEX cases_due ON cases (next_due_at, queue_rank) WHERE next_due_at IS NOT NULL;
CREATE INDEX cases_mine ON cases (first_operator, queue_rank, id) WHERE queue_rank IS NOT NULL;
CREATE INDEX cases_lead ON cases (lead_agency_id, id);
CREATE INDEX cases_category ON cases (category_id, id);
CREATE INDEX cases_area ON cases (area_id, id);
CREATE INDEX cases_kind ON cases (kind, id);
CREATE UNIQUE INDEX cases_source ON cases (source, source_number) WHERE source IS NOT NULL;

-- Who asks: apart from the case, because far fewer people may read it.
CREATE TABLE citizens (
  case_id INTEGER PRIMARY KEY REFERENCES cases (id),
  name TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  extension TEXT NOT NULL DEFAULT '',
  phone_typed TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX citizens_phone ON citizens (phone, case_id) WHERE phone <> '';

CREATE TABLE case_numbers (
  day TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Overlapping bigrams made in src/search/bigrams.ts; rowid is the case id, so newest first is ORDER BY rowid DESC.
CREATE VIRTUAL TABLE case_search USING fts5 (
  body, content = '', contentless_delete = 1, detail = full, prefix = '1',
  tokenize = 'unicode61 remove_diacritics 0'
);
INSERT INTO case_search (case_search, rank) VALUES ('automerge', 8);

-- One case given to one agency.
CREATE TABLE assignments (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  agency_id INTEGER NOT NULL REFERENCES agencies (id),
  role TEXT NOT NULL CHECK (role IN ('lead', 'assist', 'fallback')),
  status TEXT NOT NULL CHECK (status IN ('unsigned', 'signed', 'reviewing', 'replied', 'returning', 'returned', 'withdrawn')),
  round INTEGER NOT NULL DEFAULT 0,
  opinion TEXT NOT NULL DEFAULT '',
  section_id INTEGER REFERENCES agencies (id),
  handler_id INTEGER REFERENCES users (id),
  submitted_by INTEGER REFERENCES users (id),
  dispatched_at INTEGER NOT NULL,
  signed_at INTEGER,
  contacted_at INTEGER,
  replied_at INTEGER,
  next_clock TEXT,
  next_due_at INTEGER,
  queue_rank INTEGER
) STRICT;
-- Whose a case is, for each case that a search comes upon, without a look at the rows.
CREATE INDEX assignments_case ON assignments (case_id, status, agency_id, section_id);
-- What an agency may still see, newest first, without a look at the rows.
CREATE INDEX assignments_seen ON assignments (agency_id, case_id, status);
CREATE INDEX assignments_seen_section ON assignments (section_id, case_id, status) WHERE section_id IS NOT NULL;
CREATE INDEX assignments_queue ON assignments (agency_id, status, queue_rank);
CREATE INDEX assignments_section ON assignments (section_id, status, queue_rank) WHERE section_id IS NOT NULL;
CREATE INDEX assignments_returning ON assignments (status, queue_rank) WHERE queue_rank IS NOT NULL;

CREATE TABLE clocks (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  assignment_id INTEGER REFERENCES assignments (id),
  kind TEXT NOT NULL CHECK (kind IN ('accept', 'dispatch', 'sign', 'return', 'first_contact', 'reply', 'callback')),
  started_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  met_at INTEGER,
  stopped_at INTEGER,
  why TEXT NOT NULL
) STRICT;
CREATE INDEX clocks_case ON clocks (case_id);
CREATE INDEX clocks_open ON clocks (due_at) WHERE met_at IS NULL AND stopped_at IS NULL;

-- Every act, in the same transaction as what it did. The timeline on the page is this table.
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  assignment_id INTEGER REFERENCES assignments (id),
  at INTEGER NOT NULL,
  user_id INTEGER REFERENCES users (id),
  who TEXT NOT NULL,
  act TEXT NOT NULL,
  from_status TEXT,
  to_status TEXT,
  why TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
  -- The form that caused it, and a hash of what it said: the same form sent twice acts once.
  form_key TEXT,
  form_hash TEXT
) STRICT;
CREATE INDEX events_form ON events (form_key) WHERE form_key IS NOT NULL;
CREATE INDEX events_case ON events (case_id);
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;

CREATE TABLE first_contacts (
  id INTEGER PRIMARY KEY,
  assignment_id INTEGER NOT NULL REFERENCES assignments (id),
  at INTEGER NOT NULL,
  how TEXT NOT NULL,
  result TEXT NOT NULL,
  by_user INTEGER NOT NULL REFERENCES users (id)
) STRICT;
CREATE INDEX first_contacts_assignment ON first_contacts (assignment_id);

CREATE TABLE replies (
  id INTEGER PRIMARY KEY,
  assignment_id INTEGER NOT NULL REFERENCES assignments (id),
  case_id INTEGER NOT NULL REFERENCES cases (id),
  handling TEXT NOT NULL,
  public_reply TEXT NOT NULL,
  -- NULL for an assisting agency, which only advises the lead.
  conclusion TEXT CHECK (conclusion IN ('solved', 'partly', 'explained', 'not_now')),
  told_how TEXT NOT NULL DEFAULT '',
  told_at INTEGER,
  office_phone TEXT NOT NULL DEFAULT '',
  contact_person TEXT NOT NULL DEFAULT '',
  to_publish INTEGER NOT NULL DEFAULT 0 CHECK (to_publish IN (0, 1)),
  submitted_by INTEGER NOT NULL REFERENCES users (id),
  submitted_at INTEGER NOT NULL,
  approved_by INTEGER REFERENCES users (id),
  approved_at INTEGER,
  CHECK (approved_by IS NULL OR approved_by <> submitted_by)
) STRICT;
CREATE INDEX replies_case ON replies (case_id);
CREATE INDEX replies_assignment ON replies (assignment_id);

CREATE TABLE callbacks (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  round INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by_user INTEGER NOT NULL REFERENCES users (id),
  reached TEXT NOT NULL CHECK (reached IN ('yes', 'no', 'published')),
  contacted TEXT CHECK (contacted IN ('yes', 'no')),
  solved TEXT CHECK (solved IN ('solved', 'partly', 'not')),
  satisfaction TEXT CHECK (satisfaction IN ('very_satisfied', 'satisfied', 'basically', 'dissatisfied', 'very_dissatisfied')),
  note TEXT NOT NULL DEFAULT '',
  answers TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(answers))
) STRICT;
CREATE INDEX callbacks_case ON callbacks (case_id);

CREATE TABLE verifications (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  round INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by_user INTEGER NOT NULL REFERENCES users (id),
  method TEXT NOT NULL CHECK (method IN ('rating', 'phone', 'on_site', 'face_to_face')),
  finding TEXT NOT NULL,
  agency_responsible INTEGER NOT NULL CHECK (agency_responsible IN (0, 1)),
  redo_reason TEXT
) STRICT;
CREATE INDEX verifications_case ON verifications (case_id);

CREATE TABLE call_records (
  id INTEGER PRIMARY KEY,
  case_id INTEGER REFERENCES cases (id),
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  number TEXT NOT NULL,
  user_id INTEGER NOT NULL REFERENCES users (id),
  started_at INTEGER NOT NULL,
  answered_at INTEGER,
  ended_at INTEGER,
  recording TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX call_records_case ON call_records (case_id);

-- What is being typed; survives the browser and the server. One row for each form a person has open.
CREATE TABLE drafts (
  key TEXT PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  form TEXT NOT NULL,
  fields TEXT NOT NULL CHECK (json_valid(fields)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX drafts_user ON drafts (user_id, form, updated_at);

CREATE TABLE attachments (
  id INTEGER PRIMARY KEY,
  case_id INTEGER REFERENCES cases (id),
  draft_key TEXT,
  event_id INTEGER REFERENCES events (id),
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  uploaded_by INTEGER REFERENCES users (id),
  uploaded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX attachments_case ON attachments (case_id);
CREATE INDEX attachments_draft ON attachments (draft_key) WHERE draft_key IS NOT NULL;

-- At most 1 MB a row: one large BLOB would block every other request while it is written.
CREATE TABLE attachment_parts (
  attachment_id INTEGER NOT NULL REFERENCES attachments (id) ON DELETE CASCADE,
  part INTEGER NOT NULL,
  bytes BLOB NOT NULL CHECK (length(bytes) <= 1048576),
  PRIMARY KEY (attachment_id, part)
) STRICT;

CREATE TABLE import_runs (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  file_name TEXT NOT NULL,
  started_by INTEGER REFERENCES users (id),
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  dry_run INTEGER NOT NULL CHECK (dry_run IN (0, 1)),
  total INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0,
  imported INTEGER NOT NULL DEFAULT 0,
  doubles INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  refused_csv TEXT NOT NULL DEFAULT '',
  remarks TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(remarks)),
  failure TEXT
) STRICT;
