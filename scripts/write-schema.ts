import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configJsonSchema } from '../core/config/json-schema';

const file = join(__dirname, '..', 'inventory.schema.json');
writeFileSync(file, `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`);
