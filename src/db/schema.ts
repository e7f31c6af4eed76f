import type { Generated } from 'kysely';
import type { AssignmentRole, AssignmentStatus, CaseStatus, ClockKind } from '../cases/lifecycle.ts';
import type { Role } from '../people/roles.ts';

/** Row types of the migrations, for the query builder. Instants are epoch ms; flags are 0 or 1. */
export type Schema = {
  settings: { key: string; value: string };
  policies: Id & { key: string; value: string; in_force_from: number; set_by: number | null; set_at: number };
  calendar_years: { year: number; source: string; loaded_at: number };
  calendar_days: {
    day: string;
    kind: 'holiday' | 'workday' | 'half_morning' | 'half_afternoon';
    name: string;
  };
  agencies: Id & {
    parent_id: number | null;
    name: string;
    short_name: string;
    kind: AgencyKind;
    office_phone: Generated<string>;
    contact_person: Generated<string>;
    address: Generated<string>;
    search_keys: Generated<string>;
    active: Generated<number>;
    created_at: number;
  };
  categories: TreeNode;
  areas: TreeNode;
  users: Id & {
    login: string;
    name: string;
    operator_no: string | null;
    phone: Generated<string>;
    email: Generated<string>;
    agency_id: number | null;
    password_hash: string;
    must_change_password: Generated<number>;
    secrecy_accepted_at: number | null;
    active: Generated<number>;
    failed_logins: Generated<number>;
    locked_until: number | null;
    created_at: number;
    created_by: number | null;
  };
  user_roles: { user_id: number; role: Role; granted_at: number; granted_by: number | null };
  sessions: {
    token_hash: Buffer;
    user_id: number;
    csrf: string;
    created_at: number;
    last_seen_at: number;
    ip: Generated<string>;
    agent: Generated<string>;
  };
  audit_log: Id & {
    at: number;
    user_id: number | null;
    who: string;
    act: string;
    subject: Generated<string>;
    detail: Generated<string>;
    ip: Generated<string>;
  };
  cases: {
    id: number;
    number: string;
    status: CaseStatus;
    kind: string;
    channel: string;
    headline: string;
    text: string;
    category_id: number | null;
    area_id: number | null;
    place: Generated<string>;
    urgent: Generated<number>;
    emergency: Generated<number>;
    confidential: Generated<number>;
    anonymous: Generated<number>;
    first_operator: number | null;
    lead_agency_id: number | null;
    round: Generated<number>;
    outcome: string | null;
    answer: string | null;
    rejection_reason: string | null;
    received_at: number;
    received_day: string;
    received_month: string;
    closed_at: number | null;
    next_clock: ClockKind | null;
    next_due_at: number | null;
    queue_rank: number | null;
    last_event_at: number;
    last_act: string;
    intake_key: string | null;
    source: string | null;
    source_number: string | null;
  };
  citizens: {
    case_id: number;
    name: Generated<string>;
    phone: Generated<string>;
    extension: Generated<string>;
    phone_typed: Generated<string>;
    address: Generated<string>;
  };
  case_numbers: { day: string; last: number };
  case_search: { rowid: number; body: string; case_search: string };
  assignments: Id & {
    case_id: number;
    agency_id: number;
    role: AssignmentRole;
    status: AssignmentStatus;
    round: Generated<number>;
    opinion: Generated<string>;
    section_id: number | null;
    handler_id: number | null;
    submitted_by: number | null;
    dispatched_at: number;
    signed_at: number | null;
    contacted_at: number | null;
    replied_at: number | null;
    next_clock: ClockKind | null;
    next_due_at: number | null;
    queue_rank: number | null;
  };
  clocks: Id & {
    case_id: number;
    assignment_id: number | null;
    kind: ClockKind;
    started_at: number;
    due_at: number;
    met_at: number | null;
    stopped_at: number | null;
    why: string;
  };
  events: Id & {
    case_id: number;
    assignment_id: number | null;
    at: number;
    user_id: number | null;
    who: string;
    act: string;
    from_status: string | null;
    to_status: string | null;
    why: Generated<string>;
    detail: Generated<string>;
    form_key: string | null;
    form_hash: string | null;
  };
  first_contacts: Id & { assignment_id: number; at: number; how: string; result: string; by_user: number };
  replies: Id & {
    assignment_id: number;
    case_id: number;
    handling: string;
    public_reply: string;
    conclusion: 'solved' | 'partly' | 'explained' | 'not_now' | null;
    told_how: Generated<string>;
    told_at: number | null;
    office_phone: Generated<string>;
    contact_person: Generated<string>;
    to_publish: Generated<number>;
    submitted_by: number;
    submitted_at: number;
    approved_by: number | null;
    approved_at: number | null;
  };
  callbacks: Id & {
    case_id: number;
    round: number;
    at: number;
    by_user: number;
    reached: 'yes' | 'no' | 'published';
    contacted: 'yes' | 'no' | null;
    solved: 'solved' | 'partly' | 'not' | null;
    satisfaction: 'very_satisfied' | 'satisfied' | 'basically' | 'dissatisfied' | 'very_dissatisfied' | null;
    note: Generated<string>;
    answers: Generated<string>;
  };
  verifications: Id & {
    case_id: number;
    round: number;
    at: number;
    by_user: number;
    method: 'rating' | 'phone' | 'on_site' | 'face_to_face';
    finding: string;
    agency_responsible: number;
    redo_reason: string | null;
  };
  call_records: Id & {
    case_id: number | null;
    direction: 'in' | 'out';
    number: string;
    user_id: number;
    started_at: number;
    answered_at: number | null;
    ended_at: number | null;
    recording: Generated<string>;
    note: Generated<string>;
  };
  drafts: {
    key: string;
    user_id: number;
    form: string;
    fields: string;
    created_at: number;
    updated_at: number;
  };
  attachments: Id & {
    case_id: number | null;
    draft_key: string | null;
    event_id: number | null;
    name: string;
    type: string;
    size: number;
    sha256: string;
    uploaded_by: number | null;
    uploaded_at: number;
  };
  attachment_parts: { attachment_id: number; part: number; bytes: Buffer };
  import_runs: Id & {
    source: string;
    file_name: string;
    started_by: number | null;
    started_at: number;
    finished_at: number | null;
    dry_run: number;
    total: Generated<number>;
    done: Generated<number>;
    imported: Generated<number>;
    doubles: Generated<number>;
    refused: Generated<number>;
    refused_csv: Generated<string>;
    /** JSON list of texts. */
    remarks: Generated<string>;
    failure: string | null;
  };
};

export type AgencyKind = 'county' | 'bureau' | 'township' | 'section' | 'company';

type Id = { id: Generated<number> };

type TreeNode = Id & {
  parent_id: number | null;
  name: string;
  path: string;
  level: number;
  search_keys: Generated<string>;
  active: Generated<number>;
};
