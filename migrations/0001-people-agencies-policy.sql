-- Instants are epoch milliseconds (UTC); days and months are local (Asia/Shanghai) text.

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Versioned policy: the version in force at a moment is the last one with in_force_from <= that moment.
CREATE TABLE policies (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  value TEXT NOT NULL CHECK (json_valid(value)),
  in_force_from INTEGER NOT NULL,
  set_by INTEGER REFERENCES users (id),
  set_at INTEGER NOT NULL
) STRICT;
CREATE INDEX policies_in_force ON policies (key, in_force_from, id);

CREATE TABLE calendar_years (
  year INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  loaded_at INTEGER NOT NULL
) STRICT;

CREATE TABLE calendar_days (
  day TEXT PRIMARY KEY CHECK (day GLOB '????-??-??'),
  kind TEXT NOT NULL CHECK (kind IN ('holiday', 'workday', 'half_morning', 'half_afternoon')),
  name TEXT NOT NULL
) STRICT;

CREATE TABLE agencies (
  id INTEGER PRIMARY KEY,
  parent_id INTEGER REFERENCES agencies (id),
  name TEXT NOT NULL UNIQUE,
  short_name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('county', 'bureau', 'township', 'section', 'company')),
  office_phone TEXT NOT NULL DEFAULT '',
  contact_person TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT '',
  search_keys TEXT NOT NULL DEFAULT '',
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  created_at INTEGER NOT NULL,
  CHECK (parent_id IS NULL OR parent_id <> id)
) STRICT;
CREATE INDEX agencies_parent ON agencies (parent_id);

-- Category and area trees share one shape but not one meaning, so each has its own table.
CREATE TABLE categories (
  id INTEGER PRIMARY KEY,
  parent_id INTEGER REFERENCES categories (id),
  name TEXT NOT NULL,
  path TEXT NOT NULL UNIQUE,
  level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
  search_keys TEXT NOT NULL DEFAULT '',
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;
CREATE INDEX categories_parent ON categories (parent_id);

CREATE TABLE areas (
  id INTEGER PRIMARY KEY,
  parent_id INTEGER REFERENCES areas (id),
  name TEXT NOT NULL,
  path TEXT NOT NULL UNIQUE,
  level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
  search_keys TEXT NOT NULL DEFAULT '',
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;
CREATE INDEX areas_parent ON areas (parent_id);

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  operator_no TEXT UNIQUE,
  phone TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  agency_id INTEGER REFERENCES agencies (id),
  password_hash TEXT NOT NULL,
  must_change_password INTEGER NOT NULL DEFAULT 1 CHECK (must_change_password IN (0, 1)),
  secrecy_accepted_at INTEGER,
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  failed_logins INTEGER NOT NULL DEFAULT 0,
  locked_until INTEGER,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES users (id)
) STRICT;
CREATE INDEX users_agency ON users (agency_id);

CREATE TABLE user_roles (
  user_id INTEGER NOT NULL REFERENCES users (id),
  role TEXT NOT NULL CHECK (role IN ('operator', 'dispatcher', 'handler', 'agency_leader', 'callback_clerk',
    'supervisor', 'inspector', 'editor', 'leader', 'admin', 'auditor')),
  granted_at INTEGER NOT NULL,
  granted_by INTEGER REFERENCES users (id),
  PRIMARY KEY (user_id, role),
  CHECK (granted_by IS NULL OR granted_by <> user_id)
) STRICT, WITHOUT ROWID;

-- Nobody is both administrator and auditor (Q-M1); the rule also stands in src/people/roles.ts.
CREATE TRIGGER roles_apart BEFORE INSERT ON user_roles
WHEN NEW.role IN ('admin', 'auditor') AND EXISTS (
  SELECT 1 FROM user_roles WHERE user_id = NEW.user_id AND role IN ('admin', 'auditor') AND role <> NEW.role)
BEGIN
  SELECT RAISE(ABORT, 'nobody is both administrator and auditor');
END;

CREATE TABLE sessions (
  token_hash BLOB PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  csrf TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  ip TEXT NOT NULL DEFAULT '',
  agent TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX sessions_user ON sessions (user_id);

-- Who did what to the system itself: log-ins, permissions, reveals, exports, prints. Append-only.
CREATE TABLE audit_log (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  user_id INTEGER REFERENCES users (id),
  who TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
  ip TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_log_user ON audit_log (user_id, id);
CREATE INDEX audit_log_at ON audit_log (at);
CREATE INDEX audit_log_act ON audit_log (act, at);
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
