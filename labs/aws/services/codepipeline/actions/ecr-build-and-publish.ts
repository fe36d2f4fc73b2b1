import { ActionFailure } from './action.ts'
import { onBuildHost } from './commands.ts'

// https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECRBuildAndPublish.html

const REPOSITORY = /^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/
const TAG = /^\w[\w.-]{0,127}$/
const PATH = /^[\w./ -]+$/

/** Builds the image of a Dockerfile of the input artifact and pushes it under every tag, under the role of the pipeline. */
export const ecrBuildAndPublish = onBuildHost(({ attempt }) => {
	const { ECRRepositoryName = '', DockerFilePath = '.', ImageTags = 'latest' } = attempt.configuration
	const { RegistryType = 'private' } = attempt.configuration
	const tags = ImageTags.split(',').map((tag) => tag.trim())
	// The wording of these is ours.
	if (RegistryType !== 'private') throw unusable(`RegistryType ${RegistryType} is not emulated`)
	if (!REPOSITORY.test(ECRRepositoryName)) throw unusable(`'${ECRRepositoryName}' is no name of a repository`)
	const bad = tags.find((tag) => !TAG.test(tag))
	if (bad !== undefined) throw unusable(`'${bad}' is no tag of an image`)
	if (!PATH.test(DockerFilePath)) throw unusable(`'${DockerFilePath}' is no path of a Dockerfile`)
	const file = DockerFilePath.endsWith('Dockerfile') ? DockerFilePath : `${DockerFilePath}/Dockerfile`
	const folder = file.slice(0, -'Dockerfile'.length) || '.'
	const names = tags.map((tag) => `"$IMAGE:${tag}"`)
	return {
		isPrivileged: true,
		commands: [
			`IMAGE="$(aws ecr describe-repositories --repository-names ${ECRRepositoryName} --query 'repositories[0].repositoryUri' --output text)"`,
			`test -n "$IMAGE"`,
			`aws ecr get-login-password > /tmp/password`,
			`docker login --username AWS --password-stdin "\${IMAGE%%/*}" < /tmp/password`,
			`docker build ${names.map((name) => `-t ${name}`).join(' ')} -f "${file}" "${folder}"`,
			...names.map((name) => `docker push ${name} > /tmp/push || { cat /tmp/push; exit 1; }`),
			`cat /tmp/push`,
			`export ECRImageDigestId="$(sed -n 's/.*digest: \\(sha256:[0-9a-f]*\\).*/\\1/p' /tmp/push)"`,
			`export ECRRepositoryName=${ECRRepositoryName}`,
		],
		exported: ['ECRImageDigestId', 'ECRRepositoryName'],
	}
})

function unusable(message: string): ActionFailure {
	return new ActionFailure('ConfigurationError', message)
}
