import { logError } from '../web/log.ts';

/** A small picture, as it is stored and sent. */
export type Scaled = { type: string; bytes: Buffer };

type Sharp = typeof import('sharp')['default'];

/** Three times what the pages show, for sharp screens and for paper. */
const LONG_SIDE = 480;
const QUALITY = 75;
/** A picture of a few kilobytes may claim to be a wall: beyond this nothing of it is unpacked. */
const MOST_PIXELS = 60_000_000;
const PATIENCE_SECONDS = 20;

let loaded: Promise<Sharp | null> | null = null;

/** The library of pictures, loaded when the first one is asked for; null where it does not run, which is logged once. */
export function pictureLibrary(): Promise<Sharp | null> {
  loaded ??= loadLibrary(() => import('sharp'));
  return loaded;
}

export async function loadLibrary(load: () => Promise<{ default: Sharp }>): Promise<Sharp | null> {
  try {
    const { default: sharp } = await load();
    // One thread and no memory kept: serving people comes first.
    sharp.concurrency(1);
    sharp.cache(false);
    return sharp;
  } catch (error) {
    logError({ attachment: 'small pictures' }, error);
    return null;
  }
}

/**
 * The picture small, upright, and without anything that was written beside it (where and with what it was taken).
 * @returns null for what is no picture, is broken, or claims to be too large
 */
export async function scaled(sharp: Sharp, picture: Uint8Array): Promise<Scaled | null> {
  try {
    const bytes = await sharp(picture, {
      ...{ failOn: 'error', limitInputPixels: MOST_PIXELS, sequentialRead: true, autoOrient: true },
    })
      .resize(LONG_SIDE, LONG_SIDE, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: QUALITY })
      .timeout({ seconds: PATIENCE_SECONDS })
      .toBuffer();
    return { type: 'image/webp', bytes };
  } catch {
    return null;
  }
}
