import { z } from 'zod';
import { configSchema } from './schema';

/**
 * The JSON Schema of `inventory.yaml` for editors: draft 7, which all of them know, with descriptions and defaults. It
 * describes what people write, so what has a default need not be there. Rules over more than one value are not in it.
 */
export function configJsonSchema(): Record<string, unknown> {
  return {
    title: 'orgs3 configuration (inventory.yaml)',
    ...z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' }),
  };
}
