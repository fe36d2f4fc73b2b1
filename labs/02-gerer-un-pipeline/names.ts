// The lab's fixed names.

export const ACCOUNT = '111111111111'
export const REGION = 'eu-west-3'

export const PIPELINE = 'site-demo'
export const PIPELINE_ARN = `arn:aws:codepipeline:${REGION}:${ACCOUNT}:${PIPELINE}`
export const ROLE = 'site-demo-pipeline'
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/${ROLE}`

export const SOURCE_BUCKET = `filiere-source-${ACCOUNT}`
export const ARTIFACT_BUCKET = `filiere-artefacts-${ACCOUNT}`
export const WEB_BUCKET = `filiere-web-${ACCOUNT}`
export const ARCHIVE = 'site.zip'
/** What every page of the site says, and what the new stage looks for. */
export const SIGN = 'Atelier du papier'
/** The key under which the pipeline's team is told. */
export const TEAM_TAG = 'equipe'
