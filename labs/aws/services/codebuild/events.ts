import type { Call } from '../../service.ts'
import type { Json } from '../../world/json.ts'
import { emitEvent } from '../events/bus.ts'
import { logsOf, seconds } from './build-answer.ts'
import type { Build, Phase } from './collections.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Sep 1, 2017 4:12:29 PM`, as CodeBuild's events have it. */
function eventTime(milliseconds: number): string {
	const date = new Date(milliseconds)
	const two = (value: number) => String(value).padStart(2, '0')
	const hour = date.getUTCHours()
	const clock = `${hour % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`
	return `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()} ${clock}`
}

const contextOf = ({ context }: Readonly<Phase>) => `${context?.statusCode ?? ''}: ${context?.message ?? ''}`

/** https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html */
function information({ scope }: Call, build: Readonly<Build>) {
	const { environment, source, sourceVersion, phases, locations } = build
	const logs = logsOf(scope, build)
	return {
		artifact: { location: locations[''] ?? '' },
		environment: {
			image: environment.image,
			'privileged-mode': environment.privilegedMode ?? false,
			'image-pull-credentials-type': environment.imagePullCredentialsType ?? 'CODEBUILD',
			'compute-type': environment.computeType,
			type: environment.type,
			'environment-variables': (environment.environmentVariables ?? []).map(({ name, value, type }) => ({
				name,
				value,
				type: type ?? 'PLAINTEXT',
			})),
		},
		'timeout-in-minutes': build.timeoutInMinutes,
		'queued-timeout-in-minutes': build.queuedTimeoutInMinutes,
		'build-complete': build.status !== 'IN_PROGRESS',
		initiator: build.initiator,
		'build-start-time': eventTime(build.startedAt),
		source: { type: source.type, ...(source.location && { location: source.location }) },
		...(sourceVersion && { 'source-version': sourceVersion }),
		logs: { 'group-name': logs.groupName, 'stream-name': logs.streamName, 'deep-link': logs.deepLink },
		phases: phases.map((phase) => ({
			'phase-type': phase.type,
			...(phase.status && { 'phase-status': phase.status }),
			'start-time': eventTime(phase.startedAt),
			...(phase.endedAt !== undefined && {
				'end-time': eventTime(phase.endedAt),
				'duration-in-seconds': seconds(phase.startedAt, phase.endedAt),
			}),
			...(phase.context && { 'phase-context': [contextOf(phase)] }),
		})),
	}
}

export function emitBuildChange(call: Call, build: Readonly<Build>): void {
	emit(call, build, 'CodeBuild Build State Change', {
		'build-status': build.status,
		'current-phase': build.phases.at(-1)?.type,
		'current-phase-context': '[: ]',
	})
}

export function emitPhaseChange(call: Call, build: Readonly<Build>, phase: Readonly<Phase>): void {
	emit(call, build, 'CodeBuild Build Phase Change', {
		'completed-phase': phase.type,
		'completed-phase-status': phase.status,
		'completed-phase-context': `[${contextOf(phase)}]`,
		'completed-phase-duration-seconds': seconds(phase.startedAt, phase.endedAt ?? phase.startedAt),
		'completed-phase-start': eventTime(phase.startedAt),
		'completed-phase-end': eventTime(phase.endedAt ?? phase.startedAt),
	})
}

function emit(call: Call, build: Readonly<Build>, detailType: string, own: object): void {
	const detail = {
		...own,
		'project-name': build.projectName,
		'build-id': build.arn,
		'additional-information': information(call, build),
		version: '1',
	}
	emitEvent(call, {
		source: 'aws.codebuild',
		'detail-type': detailType,
		resources: [build.arn],
		detail: JSON.parse(JSON.stringify(detail)) as Json,
	})
}
