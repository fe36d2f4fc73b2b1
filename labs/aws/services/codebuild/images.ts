import { operation } from '../../service.ts'
import { anyAccess } from './arns.ts'

// https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html
const image = (name: string, description: string) => ({
	name: `aws/codebuild/${name}`,
	description,
})
const PLATFORMS = [
	{
		platform: 'AMAZON_LINUX',
		languages: [
			{
				language: 'BASE',
				images: [
					image('amazonlinux-x86_64-standard:5.0', 'Amazon Linux 2023'),
					image('amazonlinux-x86_64-standard:4.0', 'Amazon Linux 2'),
					image('amazonlinux-aarch64-standard:3.0', 'Amazon Linux 2023, ARM'),
				],
			},
		],
	},
	{
		platform: 'UBUNTU',
		languages: [
			{
				language: 'BASE',
				images: [
					image('standard:7.0', 'Ubuntu 22.04'),
					image('standard:6.0', 'Ubuntu 22.04'),
					image('standard:5.0', 'Ubuntu 20.04'),
				],
			},
		],
	},
]

export const listCuratedEnvironmentImages = operation<object, object>({
	access: () => anyAccess('ListCuratedEnvironmentImages'),
	run: () => ({ platforms: PLATFORMS }),
})
