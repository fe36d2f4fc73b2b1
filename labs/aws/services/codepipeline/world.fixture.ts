import { validated } from '../../wire/validated.fixture.ts'
import { cloudwatch } from '../cloudwatch/index.ts'
import { codecommit } from '../codecommit/index.ts'
import { iam } from '../iam/index.ts'
import { s3 } from '../s3/index.ts'
import { sts } from '../sts/index.ts'
import { codepipeline } from './index.ts'
import { openSiteWorld, type World } from './pipeline.fixture.ts'

/** The site's world, whose every answer is held against AWS's model. */
export function openWorld(seed = 'codepipeline'): Promise<World> {
	return openSiteWorld(validated([cloudwatch, codecommit, codepipeline, iam, s3, sts]), seed)
}
