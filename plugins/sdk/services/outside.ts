/** Calls to public http and https addresses only. Errors: `SSRF_BLOCKED`, `HTTP_FAILED`. */
export interface HttpService {
  /** The answer whatever its status; redirects are not followed. Header names are lower case. */
  fetch(request: {
    url: string;
    /** `GET` if not given. */
    method?: string;
    headers?: Record<string, string>;
    body?: string | Uint8Array | null;
    timeoutMs?: number;
    /** The largest answer that is read. */
    maxBytes?: number;
  }): Promise<{ status: number; headers: Record<string, string>; body: Uint8Array }>;
  /** Judges an address before it is saved, with all that its name resolves to. Errors: `SSRF_BLOCKED`, `HTTP_FAILED`. */
  check(url: string): Promise<void>;
}

/**
 * Encryption with the tenant's data key, for subjects of the plugin's own; deleting a subject's key erases what it
 * encrypted. Errors: `KEY_GONE`.
 */
export interface KeysService {
  encrypt(subject: string, plain: Uint8Array): Promise<Uint8Array>;
  decrypt(subject: string, cipher: Uint8Array): Promise<Uint8Array>;
}

/** Lines of the system's log, with plugin, tenant, request and run. No personal text, no secrets. */
export interface LogService {
  info(message: string, fields?: Record<string, string | number | boolean>): void;
  warn(message: string, fields?: Record<string, string | number | boolean>): void;
}

/** The time, which tests set. */
export interface ClockService {
  now(): Date;
}
