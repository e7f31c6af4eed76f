import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/**
 * A photo as a phone takes it standing upright: lying in the file, with a note how to turn it, and with the place.
 * Turned, its upper half is red and its lower half blue.
 */
export function phonePhoto(width = 800, height = 600): Promise<Buffer> {
  const half = { width: width / 2, height, channels: 3, background: '#0000ff' } as const;
  const whole = { create: { width, height, channels: 3, background: '#ff0000' } } as const;
  const gps = { GPSLatitudeRef: 'N', GPSLatitude: '31/1 14/1 0/1', GPSLongitudeRef: 'E' };
  return sharp(whole)
    .composite([{ input: { create: half }, left: width / 2, top: 0 }])
    .withExif({ IFD0: { Model: 'Telephone', Orientation: '6' }, IFD3: gps })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
}

/** A whole picture in black, as large as said, in some kilobytes. */
export function bomb(width: number, height: number): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([1, 0, 0, 0, 0], 8);
  const head = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const data = deflateSync(Buffer.alloc(height * (Math.ceil(width / 8) + 1)));
  return Buffer.concat([head, chunk('IHDR', size), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
