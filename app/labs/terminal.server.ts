import { z } from 'zod'
import { findLearnerKey } from '#labs/lab.ts'
import type { Scene } from '#labs/scene.ts'
import { type CommandResult, HOME } from '#labs/shell/session.ts'
import { emulatorFromHere, emulatorUrl } from './emulator-url.server.ts'
import { labHost } from './lab-host.server.ts'
import type { OpenSandbox } from './sandboxes.server.ts'
import { changeFiles, sessionFiles } from './workspace.server.ts'

/** One line typed into the terminal, with where the session stands. */
export const terminalLine = z.object({
	line: z.string().max(16_384, 'La commande dépasse 16 384 caractères.'),
	cwd: z.string().max(500).default(HOME),
	env: z
		.record(z.string().max(100), z.string().max(4_000))
		.refine((env) => Object.keys(env).length <= 500, 'La session compte plus de 500 variables.')
		.default({}),
})

/** The variables that point `aws` and every SDK at the sandbox; without a key once the learner has none left. */
export function sandboxEnvironment({ sandbox }: OpenSandbox, lab: Scene): Record<string, string> {
	const key = findLearnerKey(sandbox)
	return {
		AWS_ENDPOINT_URL: emulatorUrl(),
		...(key && { AWS_ACCESS_KEY_ID: key.accessKeyId, AWS_SECRET_ACCESS_KEY: key.secretAccessKey }),
		AWS_REGION: lab.region,
		AWS_DEFAULT_REGION: lab.region,
	}
}

/** Runs one line in a shell of its own and keeps what it did to the home directory. */
export async function runLine(
	open: OpenSandbox,
	lab: Scene,
	{ line, cwd, env: carried }: z.infer<typeof terminalLine>,
): Promise<Omit<CommandResult, 'id' | 'written' | 'removed'>> {
	const files = await sessionFiles(open.row.id)
	const { written, removed, ...result } = await labHost().shells.run(open.row.userId, {
		line,
		cwd,
		env: { ...sandboxEnvironment(open, lab), ...carried },
		files,
		endpoint: emulatorFromHere(),
	})
	const relative = (path: string) => path.slice(HOME.length + 1)
	await changeFiles(open.row.id, {
		written: Object.fromEntries(
			Object.entries(written).map(([path, base64]) => [relative(path), Buffer.from(base64, 'base64')]),
		),
		removed: removed.map(relative),
	})
	return {
		stdout: result.stdout,
		stderr: result.stderr,
		exitCode: result.exitCode,
		cwd: result.cwd,
		env: result.env,
	}
}
