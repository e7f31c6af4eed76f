/** What people may run into; each has one HTTP status and a Chinese message that says what to do. */
export class Expected extends Error {
  readonly status: 403 | 404 | 409 | 413 | 422 | 503 | 507;

  constructor(status: Expected['status'], message: string) {
    super(message);
    this.status = status;
  }
}

export class NotFound extends Expected {
  constructor(message = '没有找到这个页面，或您没有查看权限。') {
    super(404, message);
  }
}

export class Forbidden extends Expected {
  constructor(message = '您的岗位不能进行此操作。如工作需要，请联系系统管理员调整岗位。') {
    super(403, message);
  }
}

/** The form cannot be taken as it is; `fields` has one message for each field at fault. */
export class Invalid extends Expected {
  readonly fields: Readonly<Record<string, string>>;

  constructor(message: string, fields: Readonly<Record<string, string>> = {}) {
    super(422, message);
    this.fields = fields;
  }
}

/** Somebody else was quicker. */
export class Conflict extends Expected {
  constructor(message: string) {
    super(409, message);
  }
}
