import type { parseCommandLine } from '#labs/shell/commands/aws/command-line.ts'
import { waitProblems } from './aws-waiters.ts'
import { type Problem, problem } from './problem.ts'

type Line = ReturnType<typeof parseCommandLine>

/** A command that the CLI has besides the operations of its services. */
interface CustomCommand {
	/** Options, beside those of every command; those that end with `!` are required. */
	options: ReadonlyArray<string>
	/** Words that follow it, least and most. */
	operands: readonly [number, number]
}

const S3_FILTERS = [
	'--recursive',
	'--include',
	'--exclude',
	'--dryrun',
	'--quiet',
	'--only-show-errors',
	'--page-size',
]
const S3_TRANSFER = [
	...S3_FILTERS,
	'--acl',
	'--cache-control',
	'--content-type',
	'--content-encoding',
	'--content-disposition',
	'--content-language',
	'--expires',
	'--metadata',
	'--metadata-directive',
	'--storage-class',
	'--sse',
	'--sse-kms-key-id',
	'--source-region',
	'--request-payer',
	'--follow-symlinks',
	'--no-follow-symlinks',
	'--no-guess-mime-type',
	'--no-progress',
	'--checksum-algorithm',
]

const COMMANDS: Readonly<Record<string, CustomCommand>> = {
	's3 ls': {
		options: [...S3_FILTERS, '--human-readable', '--summarize', '--request-payer'],
		operands: [0, 1],
	},
	's3 mb': { options: ['--tags'], operands: [1, 1] },
	's3 rb': { options: ['--force'], operands: [1, 1] },
	's3 rm': { options: S3_FILTERS, operands: [1, 1] },
	's3 cp': { options: [...S3_TRANSFER, '--expected-size'], operands: [2, 2] },
	's3 mv': { options: S3_TRANSFER, operands: [2, 2] },
	's3 sync': { options: [...S3_TRANSFER, '--delete', '--exact-timestamps', '--size-only'], operands: [2, 2] },
	's3 presign': { options: ['--expires-in'], operands: [1, 1] },
	's3 website': { options: ['--index-document', '--error-document'], operands: [1, 1] },
	configure: { options: [], operands: [0, 0] },
	'configure list': { options: [], operands: [0, 0] },
	'configure list-profiles': { options: [], operands: [0, 0] },
	'configure get': { options: [], operands: [1, 1] },
	'configure set': { options: [], operands: [2, 2] },
	'configure sso': { options: ['--use-device-code'], operands: [0, 0] },
	'configure export-credentials': { options: ['--format'], operands: [0, 0] },
	'sso login': { options: ['--sso-session', '--no-browser', '--use-device-code'], operands: [0, 0] },
	'sso logout': { options: [], operands: [0, 0] },
	'codecommit credential-helper': { options: ['--ignore-host-check'], operands: [1, 1] },
	'cloudformation deploy': {
		options: [
			'--template-file!',
			'--stack-name!',
			'--s3-bucket',
			'--s3-prefix',
			'--kms-key-id',
			'--force-upload',
			'--parameter-overrides',
			'--capabilities',
			'--no-execute-changeset',
			'--disable-rollback',
			'--no-disable-rollback',
			'--role-arn',
			'--notification-arns',
			'--fail-on-empty-changeset',
			'--no-fail-on-empty-changeset',
			'--tags',
		],
		operands: [0, 0],
	},
	'cloudformation package': {
		options: [
			'--template-file!',
			'--s3-bucket!',
			'--s3-prefix',
			'--kms-key-id',
			'--output-template-file',
			'--use-json',
			'--force-upload',
			'--metadata',
		],
		operands: [0, 0],
	},
	'ecs deploy': {
		options: [
			'--service!',
			'--task-definition!',
			'--codedeploy-appspec!',
			'--cluster',
			'--codedeploy-application',
			'--codedeploy-deployment-group',
		],
		operands: [0, 0],
	},
	'ecr get-login-password': { options: [], operands: [0, 0] },
	'eks update-kubeconfig': {
		options: ['--name!', '--kubeconfig', '--role-arn', '--dry-run', '--verbose', '--alias', '--user-alias'],
		operands: [0, 0],
	},
	'eks get-token': { options: ['--cluster-name', '--role-arn', '--cluster-id'], operands: [0, 0] },
	'codeartifact login': {
		options: [
			'--tool!',
			'--domain!',
			'--domain-owner',
			'--repository!',
			'--namespace',
			'--duration-seconds',
			'--endpoint-type',
			'--dry-run',
		],
		operands: [0, 0],
	},
	'deploy push': {
		options: [
			'--application-name!',
			'--s3-location!',
			'--ignore-hidden-files',
			'--no-ignore-hidden-files',
			'--source',
			'--description',
		],
		operands: [0, 0],
	},
	'deploy register': { options: ['--instance-name!', '--tags', '--iam-user-arn'], operands: [0, 0] },
	'deploy install': {
		options: ['--config-file!', '--override-config', '--agent-installer'],
		operands: [0, 0],
	},
	'logs tail': {
		options: [
			'--since',
			'--follow',
			'--format',
			'--filter-pattern',
			'--log-stream-names',
			'--log-stream-name-prefix',
		],
		operands: [1, 1],
	},
	'logs start-live-tail': {
		options: [
			'--log-group-identifiers!',
			'--log-stream-names',
			'--log-stream-name-prefixes',
			'--log-event-filter-pattern',
			'--mode',
		],
		operands: [0, 0],
	},
	'cloudtrail validate-logs': {
		options: [
			'--trail-arn!',
			'--start-time!',
			'--end-time',
			'--s3-bucket',
			'--s3-prefix',
			'--account-id',
			'--verbose',
		],
		operands: [0, 0],
	},
	'cloudtrail create-subscription': {
		options: ['--name!', '--s3-new-bucket', '--s3-use-bucket'],
		operands: [0, 0],
	},
	'ssm start-session': {
		options: ['--target!', '--document-name', '--reason', '--parameters'],
		operands: [0, 0],
	},
	'ecs execute-command': {
		options: ['--cluster', '--container', '--command!', '--interactive!', '--task!'],
		operands: [0, 0],
	},
}

export function isCustomCommand(service: string, command: string): boolean {
	return (
		service === 's3' || service === 'configure' || command === 'wait' || `${service} ${command}` in COMMANDS
	)
}

/** What is wrong with one of the CLI's own commands. */
export function customCommandProblems(line: Line): Array<Problem> {
	const [service = '', command = ''] = line.positionals
	if (command === 'wait') return waitProblems(line)
	const name = `${service} ${command}` in COMMANDS ? `${service} ${command}` : service
	const known = COMMANDS[name]
	if (!known) return [problem(`aws ${service} has no command "${command}"`)]
	const options = known.options.map((option) => option.replace('!', ''))
	const operands = line.positionals.slice(name.split(' ').length)
	const [least, most] = known.operands
	return [
		...[...line.options.keys()]
			.filter((option) => !options.includes(option))
			.map((option) =>
				problem(`Unknown options: ${option}; aws ${name} takes ${options.join(', ')}`, 'ParamValidation'),
			),
		...known.options
			.filter((option) => option.endsWith('!') && !line.options.has(option.slice(0, -1)))
			.map((option) =>
				problem(`the following arguments are required: ${option.slice(0, -1)}`, 'ParamValidation'),
			),
		...(operands.length < least || operands.length > most
			? [
					problem(
						`aws ${name} takes ${least === most ? least : `${least} to ${most}`} words, not ${operands.length}`,
					),
				]
			: []),
	]
}
