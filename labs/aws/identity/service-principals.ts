// The services of AWS that a policy may name as `<name>.amazonaws.com`. There is no published list; these are the
// names in AWS's guides and in its service-linked roles:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html

const NAMES = new Set(
	`access-analyzer account acm acm-pca airflow airflow-env alexa-appkit alexa-connectedhome amazonmq amplify
	amplifybackend anomalydetection apidestinations apigateway app-integrations appconfig appflow application-autoscaling
	application-insights application-signals applicationinsights apprunner appmesh appstream appsync aps arc-region-switch
	arc-zonal-shift artifact athena auditmanager autoscaling autoscaling-plans aws-crypto aws-marketplace awslambda
	b2bi backup backup-gateway batch bcm-data-exports bedrock bedrock-agentcore billing billingconsole braket budgets
	build cassandra ce channels chatbot chime cleanrooms cleanrooms-ml cloud9 clouddirectory cloudformation cloudfront
	cloudhsm cloudsearch cloudtrail cloudwatch cloudwatch-crossaccount codeartifact codebuild codecatalyst codecommit
	codeconnections codedeploy codeguru-profiler codeguru-reviewer codeguru-security codepipeline codestar
	codestar-connections codestar-notifications codewhisperer cognito-identity cognito-idp cognito-sync comprehend
	comprehendmedical compute-optimizer config config-conforms config-multiaccountsetup connect connect-campaigns
	controltower cost-optimization-hub costalerts cur customer-profiles data.iot databrew dataexchange datapipeline
	datasync datazone dax deadline delivery.logs deeplens deepracer detective devicefarm devops-guru diode
	directconnect discovery dlm dms docdb docdb-elastic drs ds dsql dynamodb ebs ec2 ec2fleet ec2scheduled ecr ecs
	ecs-tasks edgelambda eks eks-auth eks-fargate eks-fargate-pods eks-nodegroup eks-connector elastic-inference
	elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing elasticmapreduce elastictranscoder
	emr-containers emr-serverless entitlements entityresolution es events evidently export evs finspace firehose fis
	fms forecast frauddetector freertos fsx gamelift geo glacier globalaccelerator glue grafana greengrass groundstation
	guardduty health healthlake hooks iam identitystore imagebuilder importexport incident-contacts
	incident-management ingestion inspector inspector2 internetmonitor invoicing iot iot-device-tester iotanalytics
	iotevents iotfleetwise iotsecuredtunneling iotsitewise iotthingsgraph iottwinmaker iotwireless ivs ivschat jellyfish
	kafka kafkaconnect kendra kinesis kinesisanalytics kinesisvideo kms lakeformation lambda launchwizard lex
	lexv2 license-management license-manager lightsail location logdelivery logger logging logs lookoutequipment
	lookoutmetrics lookoutvision m2 machinelearning macie macie2 malware-protection managedblockchain
	managedservices management managedupdates maintenance marketplace marketplacecommerceanalytics mediaconnect
	mediaconvert medialive mediapackage mediapackagev2 mediastore mediatailor medical-imaging memorydb
	metering-marketplace mgh mgn migrationhub migrationhub-orchestrator migrationhub-refactor-spaces
	migrationhub-strategy mobileanalytics mobilehub monitoring mq multi-party-approval mwaa neptune network-firewall
	networkflowmonitor networkmanager networkmonitor nimble notifications notifications-contacts oam observability
	observabilityadmin omics opensearch opensearchserverless opensearchservice ops opsworks opsworks-cm organizations
	osis outposts panorama partnercentral payment-cryptography payments pca-connector-ad personalize pi pinpoint pipes
	polly pods pricing prod.apprunner proton purchase-orders q qapps qbusiness qdeveloper qldb quicksight ram
	rbin rds redshift redshift-data redshift-serverless refactor-spaces rekognition replication replicator repost
	repostspace resiliencehub resource-explorer-2 resource-groups robomaker rolesanywhere route53
	route53-recovery-control-config route53-recovery-readiness route53domains route53profiles route53resolver rum s3
	s3-outposts s3express sagemaker sagemaker-edge savingsplans scheduler schemas sdb secretsmanager security-ir
	securityhub securitylake serverlessrepo servicecatalog servicecatalog-appregistry servicediscovery servicequotas
	ses session shield signer signin simspaceweaver sms sms-voice snowball snow-device-management snowdevice-management
	sns social-messaging spot spotfleet sqs ssm ssm-contacts ssm-guiconnect ssm-incidents ssm-quicksetup ssm-sap sso
	states storagegateway storage-lens streams sts sumerian supplychain support supportapp supportplans swf synthetics
	tag tagpolicies tasks.apprunner tax telco textract thinkclient timestream timestream-influxdb tnb transcribe
	transcribestreaming transfer transitgateway translate trustedadvisor user-subscriptions verified-access
	verifiedpermissions vm.ses vmie voiceid vpc vpc-flow-logs vpc-lattice waf waf-regional wafv2 wam wellarchitected
	wickr wisdom workdocs worklink workmail workspaces workspaces-thin-client workspaces-web xray`.split(/\s+/),
)
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/

/**
 * Whether a service has this name, with a Region or not: `codepipeline.amazonaws.com`,
 * `logs.eu-west-3.amazonaws.com`, `replicator.lambda.amazonaws.com`.
 */
export function isServicePrincipal(name: string): boolean {
	const [, prefix] = /^([\w.-]+)\.amazonaws\.com(\.cn)?$/.exec(name) ?? []
	const parts = prefix?.split('.').filter((part) => !REGION.test(part)) ?? []
	return NAMES.has(parts.join('.')) || NAMES.has(parts.at(-1) ?? '')
}
