-- Reminders: the outbox, the gateways it goes through, what comes back from citizens, and a record of the jobs.

-- When the next reminder of this clock is due (epoch ms): 0 = not reckoned yet, NULL = none any more.
ALTER TABLE clocks ADD COLUMN remind_at INTEGER DEFAULT 0;
CREATE INDEX clocks_remind ON clocks (remind_at) WHERE met_at IS NULL AND stopped_at IS NULL AND remind_at IS NOT NULL;
-- A limit that moved or stands again has its reminders reckoned anew, whoever moved it.
CREATE TRIGGER clocks_remind_again AFTER UPDATE OF due_at, met_at, stopped_at ON clocks
WHEN NEW.met_at IS NULL AND NEW.stopped_at IS NULL
  AND (NEW.due_at <> OLD.due_at OR OLD.met_at IS NOT NULL OR OLD.stopped_at IS NOT NULL)
BEGIN
  UPDATE clocks SET remind_at = 0 WHERE id = NEW.id;
END;

-- The mobile telephone of the agency's post on duty, for SMS.
ALTER TABLE agencies ADD COLUMN duty_mobile TEXT NOT NULL DEFAULT '';

-- Ways out of the house, as set up by the administrator.
CREATE TABLE gateways (
  id INTEGER PRIMARY KEY,
  -- A channel of src/gateways/channels.
  channel TEXT NOT NULL,
  medium TEXT NOT NULL CHECK (medium IN ('sms', 'email')),
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  -- The lower ones are tried first.
  position INTEGER NOT NULL DEFAULT 0,
  -- Whom it may write to.
  audience TEXT NOT NULL DEFAULT 'all' CHECK (audience IN ('all', 'staff', 'citizens')),
  -- Beginnings of telephone numbers that go this way, comma separated; '' for all.
  prefixes TEXT NOT NULL DEFAULT '',
  -- Open settings as JSON; what is secret is sealed with the key outside the file.
  settings TEXT NOT NULL DEFAULT '{}',
  secrets BLOB,
  -- Appended to each SMS: 【城市热线】.
  signature TEXT NOT NULL DEFAULT '',
  per_minute INTEGER NOT NULL DEFAULT 60 CHECK (per_minute > 0),
  per_day INTEGER CHECK (per_day > 0),
  -- Price of one part in thousandths of a yuan.
  price INTEGER NOT NULL DEFAULT 0 CHECK (price >= 0),
  -- Since when it cannot be reached, and when it is tried again.
  down_since INTEGER,
  down_until INTEGER,
  fault TEXT NOT NULL DEFAULT '',
  last_ok_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;

-- The outbox. A row is written in the transaction of the state it speaks of.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  -- What gateways and mail servers know it by; the same through every try.
  uid TEXT NOT NULL UNIQUE,
  -- 'phone': to be said by telephone, from the call list.
  medium TEXT NOT NULL CHECK (medium IN ('sms', 'email', 'phone')),
  -- The reminder rule it comes from, or 'digest', 'alarm', 'test'; and what it is about (occasions.ts).
  rule TEXT NOT NULL,
  occasion TEXT NOT NULL,
  audience TEXT NOT NULL,
  -- user:12, agency:3, contact:..., citizen, admin:1
  recipient TEXT NOT NULL,
  recipient_name TEXT NOT NULL,
  -- As last looked up; '' of citizens, whose number is looked up when it is sent and never kept here.
  address TEXT NOT NULL DEFAULT '',
  case_id INTEGER REFERENCES cases (id),
  assignment_id INTEGER REFERENCES assignments (id),
  clock_id INTEGER REFERENCES clocks (id),
  -- Which of the rule's several: the day of a daily one, the event of an act.
  stage INTEGER NOT NULL DEFAULT 0,
  -- The limit it speaks of; a limit that moved is spoken of anew.
  due_version INTEGER NOT NULL DEFAULT 0,
  urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1)),
  subject TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL,
  html TEXT NOT NULL DEFAULT '',
  -- The values of its placeholders as JSON, for gateways that know texts by template only.
  facts TEXT NOT NULL DEFAULT '{}',
  -- SMS parts; 0 for e-mail.
  parts INTEGER NOT NULL DEFAULT 0,
  status TEXT NOT NULL CHECK (status IN ('queued', 'sending', 'uncertain', 'sent', 'delivered', 'to_phone', 'phoned',
    'dead', 'cancelled')),
  -- Not tried before; while it is being sent, when the lease ends.
  not_before INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  -- It was once not known whether a gateway had taken it.
  was_uncertain INTEGER NOT NULL DEFAULT 0 CHECK (was_uncertain IN (0, 1)),
  gateway_id INTEGER REFERENCES gateways (id),
  gateway_ref TEXT,
  -- Why it failed, was cancelled or resent, in words.
  note TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  ended_at INTEGER,
  -- Who phoned, resent or cancelled it.
  ended_by INTEGER REFERENCES users (id)
) STRICT;
CREATE UNIQUE INDEX messages_once ON messages
  (coalesce(case_id, 0), coalesce(assignment_id, 0), rule, stage, due_version, recipient, medium);
-- What is due, urgent first and in its turn, is found without sorting what waits.
CREATE INDEX messages_waiting ON messages (medium, urgent, not_before, id) WHERE status IN ('queued', 'sending', 'uncertain');
-- The call list, urgent ones first.
CREATE INDEX messages_to_phone ON messages (urgent DESC, id) WHERE status = 'to_phone';
CREATE INDEX messages_case ON messages (case_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX messages_status ON messages (status, id);
CREATE INDEX messages_medium ON messages (medium, id);
CREATE INDEX messages_medium_status ON messages (medium, status, id);
CREATE INDEX messages_recipient ON messages (recipient, created_at);
-- What each gateway sent today, and in how many parts, from the index alone.
CREATE INDEX messages_gateway ON messages (gateway_id, sent_at, parts) WHERE gateway_id IS NOT NULL;
CREATE INDEX messages_ref ON messages (gateway_id, gateway_ref) WHERE gateway_ref IS NOT NULL;

-- Each try of a message.
CREATE TABLE message_tries (
  id INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL REFERENCES messages (id),
  gateway_id INTEGER REFERENCES gateways (id),
  at INTEGER NOT NULL,
  ended_at INTEGER,
  -- As the gateway said: taken, refused, later, down, unsure, delivered, undelivered; NULL while it lasts.
  result TEXT,
  why TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX message_tries_message ON message_tries (message_id);
CREATE INDEX message_tries_gateway ON message_tries (gateway_id, at);

-- With the number of the case a citizen needs this code to look at it; the token stands in the link of an SMS.
CREATE TABLE citizen_access (
  case_id INTEGER PRIMARY KEY REFERENCES cases (id),
  code TEXT NOT NULL,
  token TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;

-- What citizens say of the result themselves (Q-E1).
CREATE TABLE ratings (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id),
  round INTEGER NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('link', 'sms')),
  satisfaction TEXT NOT NULL CHECK (satisfaction IN ('very_satisfied', 'satisfied', 'basically', 'dissatisfied', 'very_dissatisfied')),
  note TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX ratings_case ON ratings (case_id);

-- SMS that gateways pass on, each once by the gateway's own id; numbers of confidential citizens never stand here.
CREATE TABLE inbound_messages (
  id INTEGER PRIMARY KEY,
  gateway_id INTEGER NOT NULL REFERENCES gateways (id),
  gateway_ref TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- Masked: 138****5678.
  sender TEXT NOT NULL,
  text TEXT NOT NULL,
  case_id INTEGER REFERENCES cases (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('rated', 'unsubscribed', 'subscribed', 'noted', 'unknown')),
  UNIQUE (gateway_id, gateway_ref)
) STRICT;
CREATE INDEX inbound_messages_unknown ON inbound_messages (id) WHERE outcome = 'unknown';
CREATE INDEX inbound_messages_case ON inbound_messages (case_id) WHERE case_id IS NOT NULL;

-- Citizens who want no more SMS, by the keyed hash of their number.
CREATE TABLE unsubscribed (
  phone_mac BLOB PRIMARY KEY,
  at INTEGER NOT NULL,
  source TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What became of each job: one row a job, and a history of its runs.
CREATE TABLE jobs (
  name TEXT PRIMARY KEY,
  started_at INTEGER,
  ended_at INTEGER,
  ok_at INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  fault TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE job_runs (
  id INTEGER PRIMARY KEY,
  job TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  ok INTEGER CHECK (ok IN (0, 1)),
  fault TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX job_runs_job ON job_runs (job, id);
