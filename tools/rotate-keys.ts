import { type ServiceName, serviceNames } from '@easement/domain';
import { rotateKeys } from '@easement/rpc';

/**
 * `node tools/rotate-keys.ts <keys folder> <service>`: a new private key for a service, which it signs with from its next
 * start. What it signed with the one before stays good until the next rotation.
 */
async function main([folder, name]: readonly string[]): Promise<void> {
  const service = serviceNames.find((one): one is ServiceName => one === name);
  if (folder === undefined || service === undefined) {
    console.error(`usage: node tools/rotate-keys.ts <keys folder> <${serviceNames.join('|')}>`);
    process.exitCode = 2;
    return;
  }
  await rotateKeys(folder, service);
  console.log(`${service} has a new key in ${folder}; restart ${service}, and it signs with it`);
}

await main(process.argv.slice(2));
