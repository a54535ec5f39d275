import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

const folders = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];

/**
 * Waits for the owner to go away, however it goes, or for a file `stop`, then ends the server and removes its folder.
 * A shell, since it must outlive jest and hold nothing of it. Arguments: owner, folder, installer, server, port, user.
 */
const keeper = `
  "$3" --no-defaults --datadir="$2/data" --auth-root-authentication-method=normal --skip-test-db --user="$6" \\
    >"$2/install.log" 2>&1
  "$4" --no-defaults --datadir="$2/data" --user="$6" --port="$5" --bind-address=127.0.0.1 --socket="$2/m.sock" \\
    --pid-file="$2/m.pid" --skip-log-bin --skip-name-resolve --character-set-server=utf8mb4 \\
    --collation-server=utf8mb4_bin --innodb-flush-log-at-trx-commit=2 --innodb-buffer-pool-size=64M \\
    --max-connections=600 >"$2/server.log" 2>&1 &
  server=$!
  while kill -0 "$1" 2>/dev/null && [ ! -e "$2/stop" ] && kill -0 $server 2>/dev/null; do sleep 0.2; done
  kill -KILL $server 2>/dev/null
  wait $server
  rm -rf "$2"
`;

/** Whether this machine has the programs of a MariaDB server. */
export function hasMariaDb(): boolean {
  return findProgram('mariadbd') !== undefined && findProgram('mariadb-install-db') !== undefined;
}

/** Lets a server run in `folder` as long as the process `owner` does. */
export function launchMariaDb(folder: string, owner: number, port: number): void {
  const [installer, server] = [findProgram('mariadb-install-db'), findProgram('mariadbd')];
  if (installer === undefined || server === undefined) {
    throw new Error(
      'no MariaDB server is installed here, which the suites on MySQL need: apt-get install mariadb-server',
    );
  }
  const facts = [String(owner), folder, installer, server, String(port), userInfo().username];
  const child = spawn('/bin/sh', ['-c', keeper, 'mariadb-keeper', ...facts], { detached: true, stdio: 'ignore' });
  child.unref();
}

function findProgram(name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
