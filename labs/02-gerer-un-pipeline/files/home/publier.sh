# Prépare une version du site, la dépose et démarre une exécution.
#   sh publier.sh 2     la version 2, d’après modele/
sed "s/A_VERSION/$1/g" modele/index.html > index.html
rm -f site.zip
zip -q site.zip index.html
aws s3 cp site.zip s3://filiere-source-111111111111/site.zip > /dev/null
aws codepipeline start-pipeline-execution --name site-demo --query pipelineExecutionId --output text
