import { t } from '@vscode/l10n';
/** A text and how it stood on disk, so that it can be written back byte for byte. */
export interface Decoded {
  readonly text: string;
  readonly encoding: 'utf8' | 'latin1';
}

/** How much of a file is looked at to tell text from binary, as git does. */
const binaryProbe = 8000;

/**
 * The text of a file: UTF-8, or else one character a byte, which loses nothing. A byte order mark stays in the text,
 * since nginx refuses it. Undefined for binary files.
 */
export function decode(bytes: Uint8Array): Decoded | undefined {
  if (bytes.subarray(0, binaryProbe).includes(0)) return undefined;
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      encoding: 'utf8',
    };
  } catch {
    // Not UTF-8: a legacy encoding, which only comments and page texts are likely to hold.
    return { text: Buffer.from(bytes).toString('latin1'), encoding: 'latin1' };
  }
}

/** The bytes of a text in the encoding it was read in. Throws where that encoding has no such character. */
export function encode(text: string, encoding: Decoded['encoding']): Uint8Array {
  const bytes = Buffer.from(text, encoding);
  if (bytes.toString(encoding) !== text)
    throw new Error(t('the fix needs characters that the encoding of the file does not have'));
  return bytes;
}
