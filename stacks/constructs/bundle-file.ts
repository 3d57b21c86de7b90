import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TerraformStack, type ISynthesisSession } from 'cdktf';
import { Construct } from 'constructs';
import type { FunctionBundle } from '../../core/deploying/function-bundle';

/** A bundle and the name of its file. */
export interface BundleFileProps {
  readonly name: string;
  readonly bundle: FunctionBundle;
}

/** Writes a bundle into the stack's folder when the stack is synthesized, so that the folder is all that Terraform needs. */
export class BundleFile extends Construct {
  /** The file, relative to the stack's folder: the same for every version, since the code's hash tells them apart. */
  readonly path: string;

  constructor(scope: Construct, id: string, { name, bundle }: BundleFileProps) {
    super(scope, id);
    this.path = `assets/${name}.zip`;
    const stack = TerraformStack.of(this);
    const { synthesizer } = stack;
    stack.synthesizer = {
      synthesize: (session: ISynthesisSession) => {
        synthesizer.synthesize(session);
        const file = join(session.outdir, session.manifest.forStack(stack).workingDirectory, this.path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, bundle.zip);
      },
    };
  }
}
