import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { file_buf_validate_validate as validate } from '@bufbuild/protovalidate/gen/buf/validate/validate_pb.js';
import { printFile } from './print-proto.ts';

/**
 * Writes proto/buf/validate/validate.proto from the descriptor inside @bufbuild/protovalidate, so that the contract's
 * annotations and the validator that reads them are of one version. Run it after changing that package's version.
 */
function vendorValidate(): void {
  const { version } = JSON.parse(readFileSync('node_modules/@bufbuild/protovalidate/package.json', 'utf8')) as {
    version: string;
  };
  const path = 'proto/buf/validate/validate.proto';
  writeFileSync(path, `${header(version)}\n${printFile(validate)}\n`);
  execFileSync('buf', ['format', '-w', path], { stdio: 'inherit' });
}

function header(version: string): string {
  return `// Protovalidate's annotations. Copyright 2023-2026 Buf Technologies, Inc., licensed under the Apache License, Version 2.0
// (http://www.apache.org/licenses/LICENSE-2.0), distributed "AS IS" without warranties or conditions of any kind.
// Origin: the descriptor inside @bufbuild/protovalidate ${version}, printed by tools/vendor-validate.ts;
// its comments, which a descriptor does not carry, are at https://github.com/bufbuild/protovalidate.
`;
}

vendorValidate();
