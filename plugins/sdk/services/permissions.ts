/** What the caller may do, as its roles allow and its scopes do not leave out; the plugin and the system may all. */
export interface PermissionsService {
  /** Such as `evaluation:manage`; one that the system does not know is allowed to nobody. */
  allows(permission: string): Promise<boolean>;
  /** Errors: `FORBIDDEN` with the permission that is missing. */
  expect(permission: string): Promise<void>;
}
