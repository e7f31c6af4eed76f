import { lchownSync, lstatSync, statSync } from 'node:fs';

/**
 * Gives a file to the owner of another: whoever runs a command may be another account than the one that serves. Of a
 * link the link alone: what it leads to was not made here.
 */
export function ownLike(file: string, model: string): void {
  const { uid, gid } = statSync(model);
  if (lstatSync(file).uid === uid) return;
  try {
    lchownSync(file, uid, gid);
  } catch {
    // Not allowed: then this account has to serve.
  }
}
