//! Kinds of this service: how each is named, listed, filtered, and refused.

use crate::engine::net;

/// A kind of resource, as `Describe` and refusals know it.
pub(super) struct ResourceKind {
    pub table: &'static str,
    /// What its ids begin with, and what tags call it.
    pub prefix: &'static str,
    pub tagged_as: &'static str,
    /// The member that holds its id.
    pub id: &'static str,
    /// The member of a call that lists ids.
    pub ids: &'static str,
    /// The member of an answer that lists it.
    pub out: &'static str,
    /// The code and the words for one that is not there.
    pub missing: (&'static str, &'static str),
    /// Filters by name, and the path of what they look at.
    pub filters: &'static [(&'static str, &'static str)],
}

pub(super) const VPC: ResourceKind = ResourceKind {
    table: net::VPC,
    prefix: "vpc",
    tagged_as: "vpc",
    id: "VpcId",
    ids: "VpcIds",
    out: "Vpcs",
    missing: ("InvalidVpcID.NotFound", "The vpc ID"),
    filters: &[
        ("vpc-id", "VpcId"),
        ("cidr", "CidrBlock"),
        ("cidr-block-association.cidr-block", "CidrBlockAssociationSet.CidrBlock"),
        ("state", "State"),
        ("is-default", "IsDefault"),
        ("isDefault", "IsDefault"),
        ("owner-id", "OwnerId"),
        ("dhcp-options-id", "DhcpOptionsId"),
    ],
};

pub(super) const SUBNET: ResourceKind = ResourceKind {
    table: net::SUBNET,
    prefix: "subnet",
    tagged_as: "subnet",
    id: "SubnetId",
    ids: "SubnetIds",
    out: "Subnets",
    missing: ("InvalidSubnetID.NotFound", "The subnet ID"),
    filters: &[
        ("subnet-id", "SubnetId"),
        ("vpc-id", "VpcId"),
        ("cidr-block", "CidrBlock"),
        ("cidr", "CidrBlock"),
        ("availability-zone", "AvailabilityZone"),
        ("availabilityZone", "AvailabilityZone"),
        ("availability-zone-id", "AvailabilityZoneId"),
        ("state", "State"),
        ("default-for-az", "DefaultForAz"),
        ("map-public-ip-on-launch", "MapPublicIpOnLaunch"),
        ("owner-id", "OwnerId"),
    ],
};

pub(super) const ROUTE_TABLE: ResourceKind = ResourceKind {
    table: net::ROUTE_TABLE,
    prefix: "rtb",
    tagged_as: "route-table",
    id: "RouteTableId",
    ids: "RouteTableIds",
    out: "RouteTables",
    missing: ("InvalidRouteTableID.NotFound", "The routeTable ID"),
    filters: &[
        ("route-table-id", "RouteTableId"),
        ("vpc-id", "VpcId"),
        ("association.main", "Associations.Main"),
        ("association.subnet-id", "Associations.SubnetId"),
        ("association.route-table-association-id", "Associations.RouteTableAssociationId"),
        ("association.route-table-id", "Associations.RouteTableId"),
        ("route.destination-cidr-block", "Routes.DestinationCidrBlock"),
        ("route.destination-prefix-list-id", "Routes.DestinationPrefixListId"),
        ("route.gateway-id", "Routes.GatewayId"),
        ("route.nat-gateway-id", "Routes.NatGatewayId"),
        ("route.state", "Routes.State"),
        ("route.origin", "Routes.Origin"),
        ("owner-id", "OwnerId"),
    ],
};

pub(super) const ACL: ResourceKind = ResourceKind {
    table: net::ACL,
    prefix: "acl",
    tagged_as: "network-acl",
    id: "NetworkAclId",
    ids: "NetworkAclIds",
    out: "NetworkAcls",
    missing: ("InvalidNetworkAclID.NotFound", "The networkAcl ID"),
    filters: &[
        ("network-acl-id", "NetworkAclId"),
        ("vpc-id", "VpcId"),
        ("default", "IsDefault"),
        ("association.subnet-id", "Associations.SubnetId"),
        ("association.association-id", "Associations.NetworkAclAssociationId"),
        ("association.network-acl-id", "Associations.NetworkAclId"),
        ("entry.cidr", "Entries.CidrBlock"),
        ("entry.egress", "Entries.Egress"),
        ("entry.protocol", "Entries.Protocol"),
        ("entry.rule-action", "Entries.RuleAction"),
        ("entry.rule-number", "Entries.RuleNumber"),
        ("owner-id", "OwnerId"),
    ],
};

pub(super) const GROUP: ResourceKind = ResourceKind {
    table: net::GROUP,
    prefix: "sg",
    tagged_as: "security-group",
    id: "GroupId",
    ids: "GroupIds",
    out: "SecurityGroups",
    missing: ("InvalidGroup.NotFound", "The security group"),
    filters: &[
        ("group-id", "GroupId"),
        ("group-name", "GroupName"),
        ("description", "Description"),
        ("vpc-id", "VpcId"),
        ("owner-id", "OwnerId"),
        ("ip-permission.cidr", "IpPermissions.IpRanges.CidrIp"),
        ("ip-permission.from-port", "IpPermissions.FromPort"),
        ("ip-permission.to-port", "IpPermissions.ToPort"),
        ("ip-permission.protocol", "IpPermissions.IpProtocol"),
        ("ip-permission.group-id", "IpPermissions.UserIdGroupPairs.GroupId"),
        ("egress.ip-permission.cidr", "IpPermissionsEgress.IpRanges.CidrIp"),
    ],
};

pub(super) const INTERNET_GATEWAY: ResourceKind = ResourceKind {
    table: net::INTERNET_GATEWAY,
    prefix: "igw",
    tagged_as: "internet-gateway",
    id: "InternetGatewayId",
    ids: "InternetGatewayIds",
    out: "InternetGateways",
    missing: ("InvalidInternetGatewayID.NotFound", "The internetGateway ID"),
    filters: &[
        ("internet-gateway-id", "InternetGatewayId"),
        ("attachment.vpc-id", "Attachments.VpcId"),
        ("attachment.state", "Attachments.State"),
        ("owner-id", "OwnerId"),
    ],
};

pub(super) const NAT: ResourceKind = ResourceKind {
    table: net::NAT,
    prefix: "nat",
    tagged_as: "natgateway",
    id: "NatGatewayId",
    ids: "NatGatewayIds",
    out: "NatGateways",
    missing: ("NatGatewayNotFound", "The NAT gateway"),
    filters: &[
        ("nat-gateway-id", "NatGatewayId"),
        ("state", "State"),
        ("subnet-id", "SubnetId"),
        ("vpc-id", "VpcId"),
    ],
};

pub(super) const ADDRESS: ResourceKind = ResourceKind {
    table: net::ADDRESS,
    prefix: "eipalloc",
    tagged_as: "elastic-ip",
    id: "AllocationId",
    ids: "AllocationIds",
    out: "Addresses",
    missing: ("InvalidAllocationID.NotFound", "The allocation ID"),
    filters: &[
        ("allocation-id", "AllocationId"),
        ("association-id", "AssociationId"),
        ("domain", "Domain"),
        ("instance-id", "InstanceId"),
        ("network-interface-id", "NetworkInterfaceId"),
        ("private-ip-address", "PrivateIpAddress"),
        ("public-ip", "PublicIp"),
    ],
};

pub(super) const INTERFACE: ResourceKind = ResourceKind {
    table: net::INTERFACE,
    prefix: "eni",
    tagged_as: "network-interface",
    id: "NetworkInterfaceId",
    ids: "NetworkInterfaceIds",
    out: "NetworkInterfaces",
    missing: ("InvalidNetworkInterfaceID.NotFound", "The networkInterface ID"),
    filters: &[
        ("network-interface-id", "NetworkInterfaceId"),
        ("attachment.instance-id", "Attachment.InstanceId"),
        ("group-id", "Groups.GroupId"),
        ("subnet-id", "SubnetId"),
        ("vpc-id", "VpcId"),
        ("description", "Description"),
        ("private-ip-address", "PrivateIpAddress"),
        ("association.public-ip", "Association.PublicIp"),
        ("interface-type", "InterfaceType"),
        ("status", "Status"),
    ],
};

pub(super) const ENDPOINT: ResourceKind = ResourceKind {
    table: net::ENDPOINT,
    prefix: "vpce",
    tagged_as: "vpc-endpoint",
    id: "VpcEndpointId",
    ids: "VpcEndpointIds",
    out: "VpcEndpoints",
    missing: ("InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id"),
    filters: &[
        ("vpc-endpoint-id", "VpcEndpointId"),
        ("vpc-id", "VpcId"),
        ("service-name", "ServiceName"),
        ("vpc-endpoint-state", "State"),
        ("vpc-endpoint-type", "VpcEndpointType"),
    ],
};

pub(super) const INSTANCE: ResourceKind = ResourceKind {
    table: net::INSTANCE,
    prefix: "i",
    tagged_as: "instance",
    id: "InstanceId",
    ids: "InstanceIds",
    out: "Reservations",
    missing: ("InvalidInstanceID.NotFound", "The instance ID"),
    filters: &[
        ("instance-id", "InstanceId"),
        ("instance-state-name", "State.Name"),
        ("instance-state-code", "State.Code"),
        ("instance-type", "InstanceType"),
        ("image-id", "ImageId"),
        ("subnet-id", "SubnetId"),
        ("vpc-id", "VpcId"),
        ("private-ip-address", "PrivateIpAddress"),
        ("ip-address", "PublicIpAddress"),
        ("availability-zone", "Placement.AvailabilityZone"),
        ("instance.group-id", "SecurityGroups.GroupId"),
        ("network-interface.network-interface-id", "NetworkInterfaces.NetworkInterfaceId"),
    ],
};

pub(super) const FLOW_LOG: ResourceKind = ResourceKind {
    table: net::FLOW_LOG,
    prefix: "fl",
    tagged_as: "vpc-flow-log",
    id: "FlowLogId",
    ids: "FlowLogIds",
    out: "FlowLogs",
    missing: ("InvalidFlowLogId.NotFound", "The flow log ID"),
    filters: &[
        ("flow-log-id", "FlowLogId"),
        ("resource-id", "ResourceId"),
        ("traffic-type", "TrafficType"),
        ("log-group-name", "LogGroupName"),
        ("log-destination-type", "LogDestinationType"),
        ("deliver-log-status", "DeliverLogsStatus"),
    ],
};

/// All kinds that have tags.
pub(super) const KINDS: [&ResourceKind; 12] = [
    &VPC,
    &SUBNET,
    &ROUTE_TABLE,
    &ACL,
    &GROUP,
    &INTERNET_GATEWAY,
    &NAT,
    &ADDRESS,
    &INTERFACE,
    &ENDPOINT,
    &INSTANCE,
    &FLOW_LOG,
];
