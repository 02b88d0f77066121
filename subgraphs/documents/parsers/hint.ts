/** What an uploader says of a file; believed only among formats that are all text. */
export interface ParseHint {
  name: string;
  mediaType: string | null;
}

/** The part of a file name after its last dot, in lower case. */
export function extensionOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
