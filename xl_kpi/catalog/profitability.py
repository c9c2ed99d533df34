"""Profitability KPIs."""

from xl_kpi.catalog.kpi import Example, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import profitability as f
from xl_kpi.language import Text

KPIS = (
    Kpi(
        function=f.roi,
        title=Text("Retour sur investissement marketing (ROI)", "Marketing return on investment (ROI)"),
        help=Text(
            "Ce que l’action a rapporté au-delà de son coût, par unité de coût. Calculé sur le chiffre d’affaires : "
            "voir KPI_ROMI pour la marge.",
            "What came back beyond the cost, per unit of cost. Computed on revenue: see KPI_ROMI for margin.",
        ),
        arguments={
            "gain": Text("Chiffre d’affaires obtenu", "Revenue obtained"),
            "cost": Text("Coût de l’action", "Cost of the action"),
        },
        native="({gain}-{cost})/{cost}",
        better="higher",
        examples=(
            Example(arguments=(300000, 12000), result=24.0, source="anduro.com, ROI and ROMI"),
            Example(arguments=(300, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_ROMI", "KPI_ROAS"),
    ),
    Kpi(
        function=f.romi,
        title=Text("Retour sur investissement marketing sur marge (ROMI)", "Return on marketing investment (ROMI)"),
        help=Text(
            "Marge gagnée grâce au marketing au-delà de son coût, par unité de coût. La marge est obligatoire : sans "
            "elle, le résultat flatte.",
            "Margin earned through marketing beyond its cost, per unit of cost. The margin is required: without it "
            "the result flatters.",
        ),
        arguments={
            "incremental_revenue": Text(
                "Chiffre d’affaires gagné grâce au marketing", "Revenue earned through marketing"
            ),
            "gross_margin": Text("Taux de marge, de -1 à 1 (0,6 pour 60 %)", "Margin rate, -1 to 1 (0.6 is 60%)"),
            "cost": Text("Coût marketing", "Marketing cost"),
        },
        native="({incremental_revenue}*{gross_margin}-{cost})/{cost}",
        better="higher",
        examples=(
            Example(
                arguments=(50000, 0.6, 10000),
                result=2.0,
                source="calculatorlib.com, return on marketing investment calculator",
            ),
            Example(arguments=(50000, 40, 10000), result=ExcelError.NUM),
        ),
        definition_source="Farris, Bendle, Pfeifer and Reibstein, Marketing Metrics",
        see_also=("KPI_ROI", "KPI_ROAS"),
    ),
    Kpi(
        function=f.roas,
        title=Text("Retour sur les dépenses publicitaires (ROAS)", "Return on ad spend (ROAS)"),
        help=Text(
            "Chiffre d’affaires attribué aux annonces par unité dépensée : 10 signifie 10 gagnés pour 1 dépensé.",
            "Revenue attributed to ads per unit spent: 10 means 10 earned for 1 spent.",
        ),
        arguments={
            "revenue": Text("Chiffre d’affaires attribué aux annonces", "Revenue attributed to ads"),
            "ad_spend": Text("Dépenses publicitaires, même devise", "Ad spend, same currency"),
        },
        native="{revenue}/{ad_spend}",
        better="higher",
        examples=(
            Example(arguments=(2000, 1000), result=2.0, source="blog.keywordio.com, setting ROAS targets"),
            Example(arguments=(10, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_MER", "KPI_ROMI"),
    ),
    Kpi(
        function=f.mer,
        title=Text("Ratio d’efficacité marketing (MER)", "Marketing efficiency ratio (MER)"),
        help=Text(
            "Tout le chiffre d’affaires par unité de coût marketing, sans attribution (ROAS global).",
            "All revenue per unit of marketing cost, without attribution (blended ROAS).",
        ),
        arguments={
            "total_revenue": Text("Chiffre d’affaires total", "Total revenue"),
            "total_marketing_cost": Text("Coût marketing total", "Total marketing cost"),
        },
        native="{total_revenue}/{total_marketing_cost}",
        better="higher",
        examples=(
            Example(arguments=(20000, 8000), result=2.5, source="tme.net, marketing efficiency ratio"),
            Example(arguments=(20000, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_ROAS",),
    ),
    Kpi(
        function=f.ltv,
        title=Text("Valeur à vie du client (LTV)", "Customer lifetime value (LTV)"),
        help=Text(
            "Ce qu’un client rapporte au total. Sans taux de marge, c’est du chiffre d’affaires, pas du profit.",
            "What one customer brings in all. Without a margin it is revenue, not profit.",
        ),
        arguments={
            "order_value": Text("Panier moyen", "Average order value"),
            "orders_per_year": Text("Commandes par an et par client", "Orders per customer and year"),
            "years": Text("Durée de la relation, en années", "Length of the relation, in years"),
            "gross_margin": Text("Taux de marge, de 0 à 1 ; 1 si omis", "Margin rate, 0 to 1; 1 if left out"),
        },
        native="{order_value}*{orders_per_year}*{years}*{gross_margin}",
        better="higher",
        examples=(
            Example(
                arguments=(24.3, 52, 20),
                result=25272.0,
                source="Kissmetrics, Starbucks customer lifetime value (simple)",
            ),
            Example(arguments=(45, 3, 4, 0.5), result=270.0),
            Example(arguments=(45, 3, 4, 50), result=ExcelError.NUM),
        ),
        see_also=("KPI_LTV_CAC", "KPI_CAC"),
    ),
    Kpi(
        function=f.ltv_cac,
        title=Text("Ratio LTV/CAC", "LTV to CAC ratio"),
        help=Text(
            "Valeur à vie d’un client pour une unité de coût d’acquisition. En dessous de 1, un client coûte plus "
            "qu’il ne rapporte.",
            "Lifetime value of a customer per unit of acquisition cost. Below 1 a customer costs more than it brings.",
        ),
        arguments={
            "ltv": Text("Valeur à vie (KPI_LTV)", "Lifetime value (KPI_LTV)"),
            "cac": Text("Coût d’acquisition (KPI_CAC)", "Acquisition cost (KPI_CAC)"),
        },
        native="{ltv}/{cac}",
        better="higher",
        examples=(
            Example(arguments=(2500, 500), result=5.0, source="showmath.com, LTV/CAC ratio and payback"),
            Example(arguments=(2500, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_LTV", "KPI_CAC"),
    ),
)
