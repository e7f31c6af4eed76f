import type { Generated } from 'kysely';
import type { AssignmentRole, AssignmentStatus, CaseStatus, ClockKind } from '../cases/states.ts';
import type { Medium, MessageStatus } from '../outbox/message.ts';
import type { Role } from '../people/roles.ts';
import type { TaskKind } from '../tasks/kinds.ts';

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
    /** An outside unit: gets letters, its answer is keyed in (Q-B5). */
    external: Generated<number>;
    email: Generated<string>;
    /** Of the post on duty, for SMS. */
    duty_mobile: Generated<string>;
  };
  service_items: Id & {
    code: string;
    name: string;
    agency_id: number;
    fallback_id: number | null;
    category_id: number | null;
    reply_days: number | null;
    basis: Generated<string>;
    search_keys: Generated<string>;
    active: Generated<number>;
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
  audit_log: {
    id: number;
    at: number;
    user_id: number | null;
    who: string;
    act: string;
    subject: Generated<string>;
    detail: Generated<string>;
    ip: Generated<string>;
    hash: Buffer;
  };
  audit_cuts: { id: number; at: number; through_id: number; through_hash: Buffer; lines: number };
  backups: Id & {
    kind: 'hourly' | 'nightly' | 'manual' | 'command';
    folder: string;
    file: string;
    started_at: number;
    ended_at: number | null;
    ok: number | null;
    fault: Generated<string>;
    bytes: number | null;
    encrypted: Generated<number>;
    sha256: Generated<string>;
    /** JSON. */
    counts: Generated<string>;
    audit_id: number | null;
    audit_hash: Buffer | null;
    by_user: number | null;
    removed_at: number | null;
  };
  restore_drills: Id & {
    backup_id: number | null;
    file: string;
    started_at: number;
    ended_at: number | null;
    ok: number | null;
    fault: Generated<string>;
    /** JSON. */
    steps: Generated<string>;
  };
  yearly_figures: {
    year: number;
    figure: string;
    key: Generated<string>;
    value: number;
    reckoned_at: number;
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
    item_id: number | null;
    item_days: number | null;
    call_after: number | null;
    merged_into: number | null;
    exempt: Generated<number>;
    supervised: Generated<number>;
    pressed: Generated<number>;
    card: 'yellow' | 'red' | null;
    masked_at: number | null;
  };
  citizens: {
    case_id: number;
    name: Generated<string>;
    phone: Generated<string>;
    extension: Generated<string>;
    phone_typed: Generated<string>;
    address: Generated<string>;
    sealed: Buffer | null;
    phone_mac: Buffer | null;
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
    return_barred: Generated<number>;
    pressed: Generated<number>;
    letter_sent_at: number | null;
    contained_at: number | null;
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
    /** When its next reminder is due; 0: not reckoned yet, null: none any more. */
    remind_at: Generated<number | null>;
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
    /** Local day. */
    review_on: string | null;
    keyed_from: Generated<string>;
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
    after_service: Generated<number>;
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
    sealed: Buffer | null;
  };
  tasks: Id & {
    case_id: number;
    assignment_id: number | null;
    kind: TaskKind;
    side: 'hotline' | 'agency';
    user_id: number | null;
    what: string;
    created_at: number;
    due_at: number | null;
    done_at: number | null;
    done_by: number | null;
    dropped_at: number | null;
    result: Generated<string>;
  };
  extensions: Id & {
    case_id: number;
    assignment_id: number;
    days: number;
    reason: string;
    status: 'asked' | 'agreed' | 'granted' | 'declined' | 'refused';
    asked_by: number;
    asked_at: number;
    agreed_by: number | null;
    agreed_at: number | null;
    judged_by: number | null;
    judged_at: number | null;
    judgement: Generated<string>;
    told_at: number | null;
    told_how: Generated<string>;
  };
  supervisions: Id & {
    number: string;
    case_id: number;
    agency_id: number;
    instrument: string;
    ground: string;
    requirement: string;
    days: number;
    round: Generated<number>;
    status: 'issued' | 'answered' | 'released';
    issued_by: number | null;
    issued_at: number;
    due_at: number | null;
    released_by: number | null;
    released_at: number | null;
    release_note: Generated<string>;
  };
  rectifications: Id & {
    supervision_id: number;
    round: number;
    text: string;
    by_user: number;
    at: number;
    verdict: Generated<string>;
  };
  number_series: { series: string; last: number };
  appeals: Id & {
    case_id: number;
    reason: string;
    status: 'asked' | 'proposed' | 'granted' | 'refused';
    asked_by: number;
    asked_at: number;
    proposed_by: number | null;
    proposed_at: number | null;
    decided_by: number | null;
    decided_at: number | null;
    decision: Generated<string>;
  };
  suspensions: Id & {
    case_id: number;
    from_status: CaseStatus;
    reason: string;
    /** Local day. */
    review_on: string;
    started_at: number;
    started_by: number;
    ended_at: number | null;
  };
  case_links: {
    case_id: number;
    other_id: number;
    why: Generated<string>;
    linked_by: number;
    linked_at: number;
  };
  cards: Id & {
    case_id: number;
    assignment_id: number | null;
    clock_id: number;
    colour: 'yellow' | 'red';
    due_at: number;
    at: number;
  };
  spot_checks: Id & {
    case_id: number;
    at: number;
    by_user: number;
    method: 'phone' | 'visit' | 'on_site';
    satisfaction: string | null;
    finding: string;
  };
  gateways: Id & {
    channel: string;
    medium: 'sms' | 'email';
    name: string;
    active: Generated<number>;
    position: Generated<number>;
    audience: Generated<'all' | 'staff' | 'citizens'>;
    prefixes: Generated<string>;
    settings: Generated<string>;
    secrets: Buffer | null;
    signature: Generated<string>;
    per_minute: Generated<number>;
    per_day: number | null;
    /** Thousandths of a yuan for one part. */
    price: Generated<number>;
    down_since: number | null;
    down_until: number | null;
    fault: Generated<string>;
    last_ok_at: number | null;
    created_at: number;
  };
  messages: Id & {
    uid: string;
    medium: Medium;
    rule: string;
    occasion: string;
    audience: string;
    recipient: string;
    recipient_name: string;
    address: Generated<string>;
    case_id: number | null;
    assignment_id: number | null;
    clock_id: number | null;
    stage: Generated<number>;
    due_version: Generated<number>;
    urgent: Generated<number>;
    subject: Generated<string>;
    text: string;
    html: Generated<string>;
    /** JSON. */
    facts: Generated<string>;
    parts: Generated<number>;
    status: MessageStatus;
    not_before: number;
    attempts: Generated<number>;
    was_uncertain: Generated<number>;
    gateway_id: number | null;
    gateway_ref: string | null;
    note: Generated<string>;
    created_at: number;
    sent_at: number | null;
    ended_at: number | null;
    ended_by: number | null;
  };
  message_tries: Id & {
    message_id: number;
    gateway_id: number | null;
    at: number;
    ended_at: number | null;
    result: string | null;
    why: Generated<string>;
  };
  citizen_access: { case_id: number; code: string; token: string; created_at: number };
  ratings: Id & {
    case_id: number;
    round: number;
    source: 'link' | 'sms';
    satisfaction: string;
    note: Generated<string>;
    at: number;
  };
  inbound_messages: Id & {
    gateway_id: number;
    gateway_ref: string;
    at: number;
    sender: string;
    text: string;
    case_id: number | null;
    outcome: 'rated' | 'unsubscribed' | 'subscribed' | 'noted' | 'unknown';
  };
  unsubscribed: { phone_mac: Buffer; at: number; source: string };
  jobs: {
    name: string;
    started_at: number | null;
    ended_at: number | null;
    ok_at: number | null;
    failures: Generated<number>;
    fault: Generated<string>;
  };
  job_runs: Id & {
    job: string;
    started_at: number;
    ended_at: number | null;
    ok: number | null;
    fault: Generated<string>;
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
    removed_at: number | null;
  };
  attachment_previews: { attachment_id: number; type: string; bytes: Buffer };
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
