import { z } from 'zod';
import { configSchema } from './schema';

/**
 * The JSON Schema of `inventory.yaml` for editors: draft 7, which all of them support, with descriptions and defaults. Keys
 * with a default are optional in it. Rules over more than one value are not part of it.
 */
export function configJsonSchema(): Record<string, unknown> {
  return {
    title: 'orgs3 configuration (inventory.yaml)',
    ...z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' }),
  };
}
