# Makes the broken state, as lines of the console. What is kept here, such as bucket, is a name for every text.
bucket="{team}-archive"
aws s3api create-bucket --bucket $bucket --create-bucket-configuration LocationConstraint={region}
aws iam create-role --role-name {team}-mailer --assume-role-policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
# The mistake: the folder is called reports since Friday.
aws iam put-role-policy --role-name {team}-mailer --policy-name reads-reports --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::{team}-archive/report/*"}]}'
