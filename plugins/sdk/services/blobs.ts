/** What is known of stored bytes. */
export interface BlobInfo {
  name: string;
  /** Bytes. */
  size: number;
  /** In hex. */
  sha256: string;
  mediaType: string | null;
  /** ISO 8601 in UTC. */
  createdAt: string;
}

/**
 * Bytes of the plugin's own, one namespace a plugin and tenant, deleted with the tenant; what is named by the id of a
 * document (`<id>` or `<id>/…`) is deleted with the document. A name is at most 200 characters, a blob at most 16 MiB, all
 * blobs of a plugin and tenant at most 1 GiB.
 */
export interface BlobsService {
  /** Stores or replaces. Errors: `BLOB_TOO_LARGE`, `BAD_USER_INPUT` (the name). */
  put(name: string, bytes: Uint8Array, options?: { mediaType?: string }): Promise<BlobInfo>;
  /** Null when there is none. */
  get(name: string): Promise<Uint8Array | null>;
  /** By name, 20 if not said and at most 100. */
  list(options?: { first?: number; after?: string | null; prefix?: string }): Promise<BlobInfo[]>;
  delete(name: string): Promise<void>;
}
