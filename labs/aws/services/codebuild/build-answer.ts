import type { Scope } from '../../world/world.ts'
import type { Build, Phase } from './collections.ts'

export const seconds = (from: number, to: number) => Math.floor((to - from) / 1000)

/** Where the console shows a build's log. */
export function logsOf({ region, account }: Scope, { logs }: Pick<Build, 'logs'>) {
	if (!logs) return { cloudWatchLogs: { status: 'DISABLED' as const } }
	const { group: groupName, stream: streamName } = logs
	const shown = groupName.replaceAll('/', '$252F')
	return {
		groupName,
		streamName,
		deepLink: `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${shown}/log-events/${streamName.replaceAll('/', '$252F')}`,
		cloudWatchLogsArn: `arn:aws:logs:${region}:${account}:log-group:${groupName}:log-stream:${streamName}`,
	}
}

export function phaseAnswer({ type, status, startedAt, endedAt, context }: Readonly<Phase>) {
	return {
		phaseType: type,
		...(status && { phaseStatus: status }),
		startTime: new Date(startedAt),
		...(endedAt !== undefined && {
			endTime: new Date(endedAt),
			durationInSeconds: seconds(startedAt, endedAt),
		}),
		...(context && { contexts: [context] }),
	}
}

/** A build as CodeBuild answers it: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html */
export function buildAnswer(scope: Scope, build: Readonly<Build>) {
	const { endedAt, locations, secondaryArtifacts } = build
	return {
		id: build.id,
		arn: build.arn,
		buildNumber: build.number,
		startTime: new Date(build.startedAt),
		...(endedAt !== undefined && { endTime: new Date(endedAt) }),
		currentPhase: build.phases.at(-1)?.type,
		buildStatus: build.status,
		...(build.sourceVersion && {
			sourceVersion: build.sourceVersion,
			resolvedSourceVersion: build.sourceVersion,
		}),
		projectName: build.projectName,
		phases: build.phases.map(phaseAnswer),
		source: build.source,
		secondarySources: build.secondarySources,
		secondarySourceVersions: [],
		artifacts: { location: locations[''] ?? '' },
		...(secondaryArtifacts.length > 0 && {
			secondaryArtifacts: secondaryArtifacts.map(({ artifactIdentifier = '' }) => ({
				artifactIdentifier,
				location: locations[artifactIdentifier] ?? '',
			})),
		}),
		cache: { type: 'NO_CACHE' },
		environment: build.environment,
		serviceRole: build.serviceRole,
		logs: logsOf(scope, build),
		timeoutInMinutes: build.timeoutInMinutes,
		queuedTimeoutInMinutes: build.queuedTimeoutInMinutes,
		buildComplete: build.status !== 'IN_PROGRESS',
		initiator: build.initiator,
		encryptionKey: build.encryptionKey ?? `arn:aws:kms:${scope.region}:${scope.account}:alias/aws/s3`,
		exportedEnvironmentVariables: build.exported,
		reportArns: build.reportArns,
	}
}
