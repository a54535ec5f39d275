import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceName, serviceNames } from '@easement/domain';
import { choosePorts, type Environments, startHouse } from '@easement/e2e';
import { buildImage, type Image } from './build-image.ts';
import { type ComposeFile, readCompose, readEnvFile } from './compose-file.ts';
import { environmentsHere, userHere } from './here.ts';

/** An image, and what its containers are given. */
type Trial = {
  readonly image: Image;
  /** What is `/easement` in a container. */
  readonly root: string;
  /** The program of Node, where every user may run it. */
  readonly node: string;
  readonly compose: ComposeFile;
  readonly environments: Environments;
  readonly url: string;
};

/**
 * Tries the containers without an engine for them: builds the image in empty folders, then starts every service of
 * docker-compose.yml from it, with the packages, environment, health check and (as root) the user that it would have in
 * its container, but on SQLite. Throws where something does not hold.
 */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'easement-image-'));
  try {
    const began = Date.now();
    const trial = await prepare(folder);
    console.log(`built the image in ${secondsSince(began)}`);
    await tryServices(trial);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function prepare(folder: string): Promise<Trial> {
  chmodSync(folder, 0o755);
  const image = buildImage('.', folder);
  const root = join(image.folder, 'easement');
  const node = join(folder, 'node');
  copyFileSync(process.execPath, node);
  chmodSync(node, 0o755);
  const stores = join(folder, 'stores');
  mkdirSync(stores);
  chmodSync(stores, 0o1777);
  const ports = await choosePorts();
  const compose = readComposeFile();
  const environments = environmentsHere(compose, { root, stores, ports });
  return { image, root, node, compose, environments, url: `http://127.0.0.1:${ports.http}` };
}

function readComposeFile(): ComposeFile {
  const names = readEnvFile(readFileSync('.env.example', 'utf8')).filter(({ isRequired }) => isRequired);
  return readCompose(
    readFileSync('docker-compose.yml', 'utf8'),
    Object.fromEntries(names.map(({ name }) => [name, 'none'])),
  );
}

async function tryServices(trial: Trial): Promise<void> {
  const { root, node, environments, compose, image } = trial;
  const began = Date.now();
  const nodeOptions = image.execution.entrypoint.slice(1);
  const userOf = (service: ServiceName) => userHere(compose, service);
  await using house = await startHouse({ root, node, environments, nodeOptions, userOf });
  console.log(`started ${serviceNames.join(', ')} in ${secondsSince(began)}`);
  for (const service of serviceNames) expectHealth(trial, service, true);
  for (const service of serviceNames) expectPrivateKey(trial, service);
  replaceKey(trial, 'gateway');
  expectAnswers(trial);
  for (const service of serviceNames) await house.process(service).stop();
  expectHealth(trial, 'identity', false);
  console.log('all were healthy, answered through the gateway, and ended with 0');
}

/** The health check of the image, run as in the container of the service. */
function expectHealth({ image, node, environments }: Trial, service: ServiceName, isHealthy: boolean): void {
  const { status } = spawnSync(node, image.execution.healthcheck.slice(1), { env: environments[service] });
  if ((status === 0) !== isHealthy) throw new Error(`the health check of ${service} exits ${String(status)}`);
}

function expectPrivateKey({ root, compose }: Trial, service: ServiceName): void {
  const { mode, uid } = statSync(join(root, 'var/keys', `${service}.key`));
  const owner = userHere(compose, service)?.uid ?? uid;
  if (uid !== owner || (mode & 0o777) !== 0o600) {
    throw new Error(`the key of ${service} is of user ${uid} with mode ${(mode & 0o777).toString(8)}`);
  }
}

/** As an operator does while everything runs, in the container of the service. */
function replaceKey({ root, node, compose }: Trial, service: ServiceName): void {
  const rotation = ['tools/rotate-keys.ts', 'var/keys', service];
  execFileSync(node, rotation, { cwd: root, env: {}, stdio: 'inherit', ...userHere(compose, service) });
}

/** Bootstraps with the command line that is in the image, and asks for what needs every service and a worker. */
function expectAnswers({ root, node, url }: Trial): void {
  const cli = (token: string, ...words: string[]): string =>
    execFileSync(node, ['apps/cli/src/main.ts', '-o', 'json', ...words], {
      cwd: root,
      env: { HOME: '/nowhere', EASEMENT_URL: url, EASEMENT_TOKEN: token, EASEMENT_OPERATOR_TOKEN: token },
      encoding: 'utf8',
    });
  const operator = readFileSync(join(root, 'var/keys/operator.token'), 'utf8').trim();
  const { ownerToken } = JSON.parse(
    cli(operator, 'admin', 'bootstrap', 'Meridian', '--owner', 'owner@meridian.example'),
  ) as {
    ownerToken: string;
  };
  cli(ownerToken, 'project', 'create', 'operations');
  const answer = cli(ownerToken, 'sql', '--project', 'operations', "SELECT 'rows' AS answer");
  if (!answer.includes('"rows"')) throw new Error(`a statement was answered with ${answer}`);
}

function secondsSince(began: number): string {
  return `${((Date.now() - began) / 1000).toFixed(1)} s`;
}

await main();
