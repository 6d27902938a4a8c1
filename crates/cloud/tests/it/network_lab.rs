//! No way out: ways through a network, and the hop that blocks them.

use assay_cloud::{
    clock,
    probe::{self, AccessAsked, NetworkEnd, PolicyDecision, Traced},
};
use serde_json::{Value as Json, json};

use super::lab::{ACCOUNT, Lab, REGION, text};

/// A VPC with two public and two private subnets, an app server in each private one, and a way out that
/// works.
struct Net {
    lab: Lab,
    vpc: String,
    public: [String; 2],
    private: [String; 2],
    public_table: String,
    private_table: String,
    gateway: String,
    nat: String,
    apps: [String; 2],
    group: String,
}

fn made(lab: &mut Lab, name: &str, input: Json, path: &str) -> String {
    let answer = lab.must(name, input);
    let found = text(&answer, path);
    assert!(!found.is_empty(), "{name}: no {path} in {answer:?}");
    found
}

fn network() -> Net {
    let mut lab = Lab::new();
    let vpc = made(&mut lab, "ec2:CreateVpc", json!({"CidrBlock": "10.20.0.0/16"}), "Vpc.VpcId");
    let mut subnet = |net: &str, zone: &str| {
        let input = json!({"VpcId": vpc, "CidrBlock": net, "AvailabilityZone": zone});
        made(&mut lab, "ec2:CreateSubnet", input, "Subnet.SubnetId")
    };
    let public = [subnet("10.20.0.0/24", "eu-west-1a"), subnet("10.20.1.0/24", "eu-west-1b")];
    let private = [subnet("10.20.10.0/24", "eu-west-1a"), subnet("10.20.11.0/24", "eu-west-1b")];
    let gateway = made(&mut lab, "ec2:CreateInternetGateway", json!({}), "InternetGateway.InternetGatewayId");
    lab.must("ec2:AttachInternetGateway", json!({"InternetGatewayId": gateway, "VpcId": vpc}));
    let mut table = |subnets: &[String; 2]| {
        let id = made(&mut lab, "ec2:CreateRouteTable", json!({"VpcId": vpc}), "RouteTable.RouteTableId");
        for subnet in subnets {
            lab.must("ec2:AssociateRouteTable", json!({"RouteTableId": id, "SubnetId": subnet}));
        }
        id
    };
    let (public_table, private_table) = (table(&public), table(&private));
    let route =
        json!({"RouteTableId": public_table, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway});
    lab.must("ec2:CreateRoute", route);
    let nat = nat_in(&mut lab, &public[0]);
    let route =
        json!({"RouteTableId": private_table, "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": nat});
    lab.must("ec2:CreateRoute", route);
    let group = json!({"GroupName": "app", "Description": "app servers", "VpcId": vpc});
    let group = made(&mut lab, "ec2:CreateSecurityGroup", group, "GroupId");
    let apps = private.clone().map(|subnet| {
        let input = json!({"ImageId": "ami-12345678", "MinCount": 1, "MaxCount": 1, "SubnetId": subnet,
            "SecurityGroupIds": [group]});
        made(&mut lab, "ec2:RunInstances", input, "Instances.InstanceId")
    });
    lab.wait(120);
    Net { lab, vpc, public, private, public_table, private_table, gateway, nat, apps, group }
}

fn nat_in(lab: &mut Lab, subnet: &str) -> String {
    let address = made(lab, "ec2:AllocateAddress", json!({"Domain": "vpc"}), "AllocationId");
    let input = json!({"SubnetId": subnet, "AllocationId": address});
    made(lab, "ec2:CreateNatGateway", input, "NatGateway.NatGatewayId")
}

impl Net {
    fn reach(&self, from: NetworkEnd, to: NetworkEnd, port: u16) -> Traced {
        probe::reach(&self.lab.cloud, (ACCOUNT, REGION), &from, &to, port).unwrap()
    }

    fn app(&self, at: usize) -> NetworkEnd {
        NetworkEnd::Instance(self.apps.get(at).unwrap().clone())
    }

    fn out(&self, at: usize) -> Traced {
        self.reach(self.app(at), NetworkEnd::Internet, 443)
    }

    fn blocked(&self, at: usize) -> String {
        self.out(at).blocked_at.map(|hop| hop.to_string()).unwrap_or_default()
    }

    fn acl_of(&mut self, subnet: &str) -> (String, String) {
        let filter = json!({"Filters": [{"Name": "association.subnet-id", "Values": [subnet]}]});
        let shown = self.lab.must("ec2:DescribeNetworkAcls", filter);
        let all = shown.at_path("NetworkAcls.Associations");
        let own = all.iter().find(|one| one.text("SubnetId") == subnet).unwrap();
        (own.text("NetworkAclId").to_owned(), own.text("NetworkAclAssociationId").to_owned())
    }
}

#[test]
fn a_healthy_network_lets_servers_out_and_nobody_in() {
    let net = network();
    for at in [0, 1] {
        let way = net.out(at);
        assert_eq!((way.blocked_at.as_ref(), way.via), (None, "nat"), "{}", way.path());
        let closed = net.reach(NetworkEnd::Internet, net.app(at), 443);
        assert!(closed.blocked_at.unwrap().to_string().contains("no public address"));
    }
    assert!(net.out(0).path().contains(&format!("NAT gateway {}", net.nat)));
    let inside = net.reach(net.app(0), net.app(1), 8080);
    assert!(inside.blocked_at.unwrap().to_string().contains("security group"));
}

#[test]
fn a_nat_gateway_in_a_private_subnet_is_named_as_what_blocks() {
    let mut net = network();
    let nat = nat_in(&mut net.lab, &net.private[0].clone());
    let route =
        json!({"RouteTableId": net.private_table, "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": nat});
    net.lab.must("ec2:ReplaceRoute", route);
    assert!(net.blocked(1).contains("is pending"), "{}", net.blocked(1));
    net.lab.wait(120);
    assert!(net.blocked(1).contains("not an internet gateway"), "{}", net.blocked(1));
    let healthy = json!({"RouteTableId": net.private_table, "DestinationCidrBlock": "0.0.0.0/0",
        "NatGatewayId": net.nat});
    net.lab.must("ec2:ReplaceRoute", healthy);
    assert!(net.out(1).reached());
}

#[test]
fn an_acl_without_ephemeral_ports_blocks_the_way_back() {
    let mut net = network();
    let (vpc, subnet) = (net.vpc.clone(), net.private[0].clone());
    let acl = made(&mut net.lab, "ec2:CreateNetworkAcl", json!({"VpcId": vpc}), "NetworkAcl.NetworkAclId");
    let (_, association) = net.acl_of(&subnet);
    net.lab
        .must("ec2:ReplaceNetworkAclAssociation", json!({"AssociationId": association, "NetworkAclId": acl}));
    assert!(net.blocked(0).contains(&format!("network ACL {acl}: rule * denies TCP 443 outbound")));
    let rule = |egress: bool, number: i64, from: i64, to: i64| {
        json!({"NetworkAclId": acl, "RuleNumber": number, "Protocol": "tcp", "RuleAction": "allow",
            "Egress": egress, "CidrBlock": "0.0.0.0/0", "PortRange": {"From": from, "To": to}})
    };
    net.lab.must("ec2:CreateNetworkAclEntry", rule(true, 100, 443, 443));
    net.lab.must("ec2:CreateNetworkAclEntry", rule(false, 100, 443, 443));
    assert!(net.blocked(0).contains("denies TCP 32768 inbound"), "{}", net.blocked(0));
    net.lab.must("ec2:CreateNetworkAclEntry", rule(false, 110, 40_000, 65_535));
    assert!(net.blocked(0).contains("denies TCP"), "a part of the ports is not enough");
    net.lab.must("ec2:ReplaceNetworkAclEntry", rule(false, 110, 1_024, 65_535));
    assert!(net.out(0).reached(), "{}", net.blocked(0));
    assert!(net.out(1).reached(), "the other zone was never touched");
}

#[test]
fn a_public_address_and_a_gateways_route_open_a_server_to_the_internet() {
    let mut net = network();
    let (table, gateway) = (net.private_table.clone(), net.gateway.clone());
    let route = json!({"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": gateway});
    net.lab.must("ec2:ReplaceRoute", route);
    assert!(net.blocked(0).contains("no public address"));
    let address = made(&mut net.lab, "ec2:AllocateAddress", json!({"Domain": "vpc"}), "AllocationId");
    net.lab.must("ec2:AssociateAddress", json!({"AllocationId": address, "InstanceId": net.apps[0]}));
    assert!(net.out(0).reached());
    let closed = net.reach(NetworkEnd::Internet, net.app(0), 443);
    assert!(closed.blocked_at.unwrap().to_string().contains("security group"));
    let rule = json!({"GroupId": net.group, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
        "CidrIp": "203.0.112.0/20"});
    net.lab.must("ec2:AuthorizeSecurityGroupIngress", rule);
    assert!(net.reach(NetworkEnd::Internet, net.app(0), 443).reached(), "one open net is open");
    assert!(!net.reach(NetworkEnd::Internet, net.app(0), 22).reached());
}

#[test]
fn the_main_table_counts_where_a_subnet_has_none_of_its_own() {
    let mut net = network();
    let filter = json!({"Filters": [{"Name": "association.subnet-id", "Values": [net.private[1]]}]});
    let shown = net.lab.must("ec2:DescribeRouteTables", filter);
    let own = shown.at_path("RouteTables.Associations");
    let own = own.iter().find(|one| one.text("SubnetId") == net.private[1]).unwrap();
    let association = own.text("RouteTableAssociationId").to_owned();
    net.lab.must("ec2:DisassociateRouteTable", json!({"AssociationId": association}));
    assert!(net.blocked(1).contains("has no route"), "{}", net.blocked(1));
    assert!(net.out(0).reached());
    net.lab.must("ec2:DeleteNatGateway", json!({"NatGatewayId": net.nat}));
    assert!(net.blocked(0).contains("blackhole"), "{}", net.blocked(0));
    assert!(!net.public_table.is_empty() && !net.public[1].is_empty());
}

#[test]
fn an_endpoint_takes_the_stores_traffic_off_the_nat_gateway() {
    let mut net = network();
    let store = |net: &Net| net.reach(net.app(0), NetworkEnd::Store, 443);
    assert_eq!((store(&net).reached(), store(&net).via), (true, "nat"));
    let wrong = json!({"VpcId": net.vpc, "ServiceName": "com.amazonaws.eu-west-1.s3",
        "RouteTableIds": [net.public_table]});
    let endpoint = made(&mut net.lab, "ec2:CreateVpcEndpoint", wrong, "VpcEndpoint.VpcEndpointId");
    assert_eq!(store(&net).via, "nat", "it stands in the wrong table");
    let right = json!({"VpcEndpointId": endpoint, "AddRouteTableIds": [net.private_table]});
    net.lab.must("ec2:ModifyVpcEndpoint", right);
    assert_eq!((store(&net).reached(), store(&net).via), (true, "vpce"));
    net.lab.must("ec2:DeleteVpcEndpoints", json!({"VpcEndpointIds": [endpoint]}));
    assert_eq!(store(&net).via, "nat");
    for name in ["EnableDnsSupport", "EnableDnsHostnames"] {
        net.lab.must("ec2:ModifyVpcAttribute", json!({"VpcId": net.vpc, name: {"Value": true}}));
    }
    let interface = json!({"VpcId": net.vpc, "ServiceName": "com.amazonaws.eu-west-1.s3",
        "VpcEndpointType": "Interface", "SubnetIds": net.private, "SecurityGroupIds": [net.group]});
    net.lab.must("ec2:CreateVpcEndpoint", interface);
    net.lab.wait(90);
    assert!(store(&net).blocked_at.unwrap().to_string().contains("security group"));
    let pair = json!([{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
        "UserIdGroupPairs": [{"GroupId": net.group}]}]);
    net.lab.must("ec2:AuthorizeSecurityGroupIngress", json!({"GroupId": net.group, "IpPermissions": pair}));
    assert_eq!((store(&net).reached(), store(&net).via), (true, "vpce"));
}

#[test]
fn an_endpoints_policy_decides_who_reads_through_it() {
    let mut net = network();
    let trust = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
        "Principal": {"Service": "ec2.amazonaws.com"}}]});
    let role = json!({"RoleName": "app", "AssumeRolePolicyDocument": trust.to_string()});
    net.lab.must("iam:CreateRole", role);
    let reads = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*",
        "Resource": "arn:aws:s3:::patches/*"}});
    let policy = json!({"RoleName": "app", "PolicyName": "reads", "PolicyDocument": reads.to_string()});
    net.lab.must("iam:PutRolePolicy", policy);
    let bucket = json!({"Bucket": "patches", "CreateBucketConfiguration": {"LocationConstraint": REGION}});
    net.lab.must("s3:CreateBucket", bucket);
    let asked = |net: &Net, through: bool| {
        let asked = AccessAsked {
            account: ACCOUNT,
            region: REGION,
            who: "app",
            action: "s3:GetObject",
            on: "arn:aws:s3:::patches/1",
            through: through.then_some(net.vpc.as_str()),
        };
        probe::may(&net.lab.cloud, &asked)
    };
    assert_eq!(asked(&net, false), Ok(PolicyDecision::Allowed));
    assert!(asked(&net, true).is_err(), "there is no endpoint");
    let input = json!({"VpcId": net.vpc, "ServiceName": "com.amazonaws.eu-west-1.s3"});
    let endpoint = made(&mut net.lab, "ec2:CreateVpcEndpoint", input, "VpcEndpoint.VpcEndpointId");
    assert_eq!(asked(&net, true), Ok(PolicyDecision::Allowed));
    let only_writes = json!({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:PutObject",
        "Resource": "*"}]});
    let modified = json!({"VpcEndpointId": endpoint, "PolicyDocument": only_writes.to_string()});
    net.lab.must("ec2:ModifyVpcEndpoint", modified);
    assert_eq!(asked(&net, true), Ok(PolicyDecision::Implicit));
    let deny = json!({"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*",
        "Resource": "arn:aws:s3:::patches/*",
            "Condition": {"StringNotEquals": {"aws:SourceVpce": endpoint}}}]});
    net.lab.must("s3:PutBucketPolicy", json!({"Bucket": "patches", "Policy": deny.to_string()}));
    assert_eq!(asked(&net, false), Ok(PolicyDecision::Denied));
}

#[test]
fn a_nat_gateway_without_an_internet_gateway_fails_as_documented() {
    let mut lab = Lab::new();
    let vpc = made(&mut lab, "ec2:CreateVpc", json!({"CidrBlock": "10.0.0.0/24"}), "Vpc.VpcId");
    let subnet = json!({"VpcId": vpc, "CidrBlock": "10.0.0.0/28"});
    let subnet = made(&mut lab, "ec2:CreateSubnet", subnet, "Subnet.SubnetId");
    let nat = nat_in(&mut lab, &subnet);
    lab.wait(120);
    let shown = lab.must("ec2:DescribeNatGateways", json!({"NatGatewayIds": [nat]}));
    assert_eq!(text(&shown, "NatGateways.State"), "failed");
    assert_eq!(text(&shown, "NatGateways.FailureCode"), "Gateway.NotAttached");
    assert!(lab.cloud.now() > clock::parse("2026-03-02T08:02:00Z").unwrap());
}
