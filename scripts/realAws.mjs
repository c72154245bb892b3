// Tries the way through a real AWS account: deploys our template, lets a stand-in for Sigfox publish through its role,
// receives the message, deletes everything and looks that nothing is left. It makes things in the account and costs
// less than a cent. Only by hand, and only when told so:
//
//   SIGFOX_WORKBENCH_REAL_AWS=1 AWS_PROFILE=dev AWS_REGION=eu-west-1 npm run real:aws
//
// The profile may not be the account's root: root cannot assume a role. It needs CloudFormation, the rights the stack
// itself needs, and to listen to topics below "sigfox-workbench-check/".
import { spawn } from 'node:child_process';
import { ensureDependencies, root, say } from './bootstrap.mjs';

if (process.env.SIGFOX_WORKBENCH_REAL_AWS !== '1') {
  say(
    'Nothing was done: this makes a stack in a real AWS account. Set SIGFOX_WORKBENCH_REAL_AWS=1.',
  );
  process.exit(1);
}
await ensureDependencies();
const child = spawn(process.execPath, ['--import=tsx', 'test/real/realAws.ts'], {
  cwd: root,
  stdio: 'inherit',
});
child.on('exit', (code) => process.exit(code ?? 1));
