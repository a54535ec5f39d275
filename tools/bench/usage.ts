import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Clock ticks a second, as Linux shows times of processes on every machine that Node runs on. */
const ticksPerSecond = 100;

/** CPU that the processes have used so far, in microseconds. */
export function cpuOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuOfOne(pid), 0);
}

function cpuOfOne(pid: number): number {
  const [, , ...fields] = statOf(pid);
  const ticks = Number(fields[11]) + Number(fields[12]);
  return (ticks * 1_000_000) / ticksPerSecond;
}

/** The most memory that a process has occupied since `resetPeak`, in bytes. */
export function peakOf(pid: number): number {
  return memoryOf(pid, /VmHWM:\s+(\d+) kB/);
}

/** The memory that a process occupies now, in bytes. */
export function residentOf(pid: number): number {
  return memoryOf(pid, /VmRSS:\s+(\d+) kB/);
}

function memoryOf(pid: number, line: RegExp): number {
  return Number(line.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

export function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** The processes that a process has started, directly. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((other) => parentOf(other) === pid);
}

function parentOf(pid: number): number {
  try {
    return Number(statOf(pid)[3]);
  } catch {
    // Ended since its folder was listed.
    return 0;
  }
}

/** The name of a process may hold spaces, and stands in parentheses. */
function statOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const end = text.lastIndexOf(')');
  return [String(pid), text.slice(text.indexOf('(') + 1, end), ...text.slice(end + 2).split(' ')];
}
