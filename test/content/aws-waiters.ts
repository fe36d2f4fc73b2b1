import type { parseCommandLine } from '#labs/shell/commands/aws/command-line.ts'
import { type Problem, problem } from './problem.ts'
import { findModel } from './service-models.ts'

/** Waiters, by service; each takes the options of the operation that it calls. */
const WAITERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	cloudformation: {
		'change-set-create-complete': 'DescribeChangeSet',
		'stack-create-complete': 'DescribeStacks',
		'stack-delete-complete': 'DescribeStacks',
		'stack-exists': 'DescribeStacks',
		'stack-rollback-complete': 'DescribeStacks',
		'stack-update-complete': 'DescribeStacks',
		'stack-import-complete': 'DescribeStacks',
	},
	codedeploy: { 'deployment-successful': 'GetDeployment' },
	ecs: {
		'services-stable': 'DescribeServices',
		'services-inactive': 'DescribeServices',
		'tasks-running': 'DescribeTasks',
		'tasks-stopped': 'DescribeTasks',
	},
	ecr: { 'image-scan-complete': 'DescribeImageScanFindings' },
	eks: { 'cluster-active': 'DescribeCluster', 'cluster-deleted': 'DescribeCluster' },
	elasticbeanstalk: {
		'environment-exists': 'DescribeEnvironments',
		'environment-terminated': 'DescribeEnvironments',
		'environment-updated': 'DescribeEnvironments',
	},
	iam: {
		'instance-profile-exists': 'GetInstanceProfile',
		'policy-exists': 'GetPolicy',
		'role-exists': 'GetRole',
		'user-exists': 'GetUser',
	},
	lambda: {
		'function-active': 'GetFunctionConfiguration',
		'function-active-v2': 'GetFunction',
		'function-exists': 'GetFunction',
		'function-updated': 'GetFunctionConfiguration',
		'function-updated-v2': 'GetFunction',
		'published-version-active': 'GetFunctionConfiguration',
	},
	s3api: {
		'bucket-exists': 'HeadBucket',
		'bucket-not-exists': 'HeadBucket',
		'object-exists': 'HeadObject',
		'object-not-exists': 'HeadObject',
	},
	ssm: { 'command-executed': 'GetCommandInvocation' },
	elbv2: {
		'load-balancer-available': 'DescribeLoadBalancers',
		'load-balancer-exists': 'DescribeLoadBalancers',
		'target-in-service': 'DescribeTargetHealth',
		'target-deregistered': 'DescribeTargetHealth',
	},
}

/** What is wrong with `aws … wait …`. */
export function waitProblems({ positionals, options }: ReturnType<typeof parseCommandLine>): Array<Problem> {
	const [service = '', , waiter = ''] = positionals
	const known = WAITERS[service === 'deploy' ? 'codedeploy' : service] ?? {}
	const operation = known[waiter]
	if (!operation) {
		const names = Object.keys(known).join(', ') || 'no waiter'
		return [problem(`aws ${service} has no waiter "${waiter}"; it has ${names}`)]
	}
	const model = findModel(service)
	const shape = model?.shapes[model.operations[operation]?.input?.shape ?? '']
	const members = Object.keys(shape?.members ?? {}).map((name) => name.toLowerCase())
	return [...options.keys()]
		.filter((option) => !members.includes(option.replace(/-/g, '')))
		.map((option) => problem(`Unknown options: ${option}`, 'ParamValidation'))
}
