# A network of two zones: public and private subnets, app servers in both, a database in one.
vpc=$(aws ec2 create-vpc --cidr-block {net}.0.0/16 --tag-specifications ResourceType=vpc,Tags=[{Key=Name,Value=kestrel}] --query Vpc.VpcId --output text)
igw=$(aws ec2 create-internet-gateway --query InternetGateway.InternetGatewayId --output text)
aws ec2 attach-internet-gateway --internet-gateway-id $igw --vpc-id $vpc
public_a=$(aws ec2 create-subnet --vpc-id $vpc --cidr-block {net}.0.0/24 --availability-zone {region}a --tag-specifications ResourceType=subnet,Tags=[{Key=Name,Value=public-a}] --query Subnet.SubnetId --output text)
public_b=$(aws ec2 create-subnet --vpc-id $vpc --cidr-block {net}.1.0/24 --availability-zone {region}b --tag-specifications ResourceType=subnet,Tags=[{Key=Name,Value=public-b}] --query Subnet.SubnetId --output text)
private_a=$(aws ec2 create-subnet --vpc-id $vpc --cidr-block {net}.10.0/24 --availability-zone {region}a --tag-specifications ResourceType=subnet,Tags=[{Key=Name,Value=private-a}] --query Subnet.SubnetId --output text)
private_b=$(aws ec2 create-subnet --vpc-id $vpc --cidr-block {net}.11.0/24 --availability-zone {region}b --tag-specifications ResourceType=subnet,Tags=[{Key=Name,Value=private-b}] --query Subnet.SubnetId --output text)
# Public subnets lead to the internet gateway.
public_table=$(aws ec2 create-route-table --vpc-id $vpc --tag-specifications ResourceType=route-table,Tags=[{Key=Name,Value=public}] --query RouteTable.RouteTableId --output text)
aws ec2 create-route --route-table-id $public_table --destination-cidr-block 0.0.0.0/0 --gateway-id $igw
aws ec2 associate-route-table --route-table-id $public_table --subnet-id $public_a
aws ec2 associate-route-table --route-table-id $public_table --subnet-id $public_b
# First mistake: the NAT gateway was moved "closer to the servers".
address=$(aws ec2 allocate-address --domain vpc --query AllocationId --output text)
nat=$(aws ec2 create-nat-gateway --subnet-id $private_a --allocation-id $address --query NatGateway.NatGatewayId --output text)
aws ec2 wait nat-gateway-available --nat-gateway-ids $nat
private_table=$(aws ec2 create-route-table --vpc-id $vpc --tag-specifications ResourceType=route-table,Tags=[{Key=Name,Value=private}] --query RouteTable.RouteTableId --output text)
aws ec2 create-route --route-table-id $private_table --destination-cidr-block 0.0.0.0/0 --nat-gateway-id $nat
# Second mistake: zone b was forgotten and follows the main table, which leads nowhere.
aws ec2 associate-route-table --route-table-id $private_table --subnet-id $private_a
main_table=$(aws ec2 describe-route-tables --filters Name=vpc-id,Values=$vpc Name=association.main,Values=true --query 'RouteTables[0].RouteTableId' --output text)
# Third mistake: 443 in, 443 out, everything else closed, so that no reply comes back.
default_acl=$(aws ec2 describe-network-acls --filters Name=vpc-id,Values=$vpc Name=default,Values=true --query 'NetworkAcls[0].NetworkAclId' --output text)
acl=$(aws ec2 create-network-acl --vpc-id $vpc --tag-specifications ResourceType=network-acl,Tags=[{Key=Name,Value=hardened}] --query NetworkAcl.NetworkAclId --output text)
aws ec2 create-network-acl-entry --network-acl-id $acl --rule-number 100 --protocol tcp --port-range From=443,To=443 --cidr-block 0.0.0.0/0 --rule-action allow --ingress
aws ec2 create-network-acl-entry --network-acl-id $acl --rule-number 100 --protocol tcp --port-range From=443,To=443 --cidr-block 0.0.0.0/0 --rule-action allow --egress
before_a=$(aws ec2 describe-network-acls --network-acl-ids $default_acl --query "NetworkAcls[0].Associations[?SubnetId=='$private_a'].NetworkAclAssociationId" --output text)
before_b=$(aws ec2 describe-network-acls --network-acl-ids $default_acl --query "NetworkAcls[0].Associations[?SubnetId=='$private_b'].NetworkAclAssociationId" --output text)
acl_a=$(aws ec2 replace-network-acl-association --association-id $before_a --network-acl-id $acl --query NewAssociationId --output text)
acl_b=$(aws ec2 replace-network-acl-association --association-id $before_b --network-acl-id $acl --query NewAssociationId --output text)
# The groups are as they were: one of them has a rule too many, which the private subnets made harmless.
group=$(aws ec2 create-security-group --group-name app --description "app servers" --vpc-id $vpc --query GroupId --output text)
aws ec2 authorize-security-group-ingress --group-id $group --protocol tcp --port 443 --cidr 0.0.0.0/0
db_group=$(aws ec2 create-security-group --group-name db --description "database" --vpc-id $vpc --query GroupId --output text)
aws ec2 authorize-security-group-ingress --group-id $db_group --protocol tcp --port 5432 --source-group $group
app=$(aws ec2 run-instances --image-id ami-0abcdef1234567890 --instance-type t3.medium --subnet-id $private_a --security-group-ids $group --tag-specifications ResourceType=instance,Tags=[{Key=Name,Value=app-a}] --query 'Instances[0].InstanceId' --output text)
app_b=$(aws ec2 run-instances --image-id ami-0abcdef1234567890 --instance-type t3.medium --subnet-id $private_b --security-group-ids $group --tag-specifications ResourceType=instance,Tags=[{Key=Name,Value=app-b}] --query 'Instances[0].InstanceId' --output text)
db=$(aws ec2 run-instances --image-id ami-0abcdef1234567890 --instance-type t3.medium --subnet-id $private_a --security-group-ids $db_group --tag-specifications ResourceType=instance,Tags=[{Key=Name,Value=db}] --query 'Instances[0].InstanceId' --output text)
eni=$(aws ec2 describe-network-interfaces --filters Name=attachment.instance-id,Values=$app --query 'NetworkInterfaces[0].NetworkInterfaceId' --output text)
ip=$(aws ec2 describe-instances --instance-ids $app --query 'Reservations[0].Instances[0].PrivateIpAddress' --output text)
# The patches lie in a bucket, too, and the servers' role reads them.
bucket="kestrel-patches-{region}"
aws s3api create-bucket --bucket $bucket --create-bucket-configuration LocationConstraint={region}
aws iam create-role --role-name kestrel-app --assume-role-policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
aws iam put-role-policy --role-name kestrel-app --policy-name reads-patches --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::kestrel-patches-{region}/*"}]}'
# Flow logs of the whole network go to a log group.
aws iam create-role --role-name flow-logs --assume-role-policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"vpc-flow-logs.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
aws logs create-log-group --log-group-name /vpc/kestrel
aws ec2 create-flow-logs --resource-type VPC --resource-ids $vpc --traffic-type ALL --log-destination-type cloud-watch-logs --log-group-name /vpc/kestrel --deliver-logs-permission-arn arn:aws:iam::{account}:role/flow-logs
wait 20m
