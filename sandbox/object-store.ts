import { z } from 'zod';
import { Orgs3Error } from '../core/errors';
import type { SeedObject } from './objects';

const storedObject = z.object({
  key: z.string(),
  versionId: z.string(),
  isLatest: z.boolean(),
  isDeleteMarker: z.boolean(),
  lastModified: z.iso.datetime(),
  size: z.number().optional(),
  eTag: z.string().optional(),
  storageClass: z.string().optional(),
  encryption: z.string().nullish(),
  bucketKeyEnabled: z.boolean().optional(),
  checksumAlgorithm: z.string().nullish(),
});

/**
 * An object version or a delete marker in an emulated bucket. Sizes are bytes. A delete marker has only the first five
 * properties.
 */
export type StoredObject = z.output<typeof storedObject>;

const answer = z.object({ objects: z.array(storedObject) });

/**
 * Puts many objects into an emulated bucket in one request. They have an age and a size, but no content. The S3 API
 * cannot make an object that is a year old.
 */
export async function seedObjects(endpoint: string, bucket: string, objects: readonly SeedObject[]): Promise<void> {
  await ask(`${endpoint}/moto-api/orgs3/objects`, bucket, {
    method: 'POST',
    body: JSON.stringify({ bucket, objects }),
  });
}

/** Sets the modification time of all objects below a prefix of an emulated bucket. */
export async function backdateObjects(endpoint: string, bucket: string, prefix: string, moment: Date): Promise<void> {
  await ask(`${endpoint}/moto-api/orgs3/ages`, bucket, {
    method: 'POST',
    body: JSON.stringify({ bucket, prefix, lastModified: moment.toISOString() }),
  });
}

/**
 * Lists all versions of all objects in an emulated bucket. Keys are in no particular order; the versions of a key go
 * from old to new.
 */
export async function storedObjects(endpoint: string, bucket: string): Promise<StoredObject[]> {
  const url = `${endpoint}/moto-api/orgs3/objects?bucket=${encodeURIComponent(bucket)}`;
  return answer.parse(await (await ask(url, bucket)).json()).objects;
}

async function ask(url: string, bucket: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (response.ok) return response;
  throw new Orgs3Error(`The emulator answered ${response.status} about the objects of bucket ${bucket}.`, {
    next: "See the emulator's log.",
  });
}
